CREATE TABLE `deliveries` (
	`fingerprint` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`body` text NOT NULL,
	`made_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `episodes` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`show_id` integer NOT NULL,
	`slug` text NOT NULL,
	`guid` text NOT NULL,
	`title` text NOT NULL,
	`notes` text NOT NULL,
	`chapters` text NOT NULL,
	`cover` text,
	`season` integer,
	`number` integer,
	`explicit` integer NOT NULL,
	`recording` text NOT NULL,
	`wish` text NOT NULL,
	`created_at` integer NOT NULL,
	`master` text,
	`failure` text,
	`publication` text,
	`first_published_at` integer,
	FOREIGN KEY (`show_id`) REFERENCES `shows`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`recording`) REFERENCES `recordings`(`sha256`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `episodes_slug` ON `episodes` (`show_id`,`slug`);--> statement-breakpoint
CREATE UNIQUE INDEX `episodes_guid` ON `episodes` (`guid`);--> statement-breakpoint
CREATE INDEX `episodes_recording` ON `episodes` (`recording`);--> statement-breakpoint
CREATE TABLE `recordings` (
	`sha256` text PRIMARY KEY NOT NULL,
	`key` text NOT NULL,
	`bytes` integer NOT NULL,
	`name` text NOT NULL,
	`received_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `shows` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`slug` text NOT NULL,
	`guid` text NOT NULL,
	`title` text NOT NULL,
	`description` text NOT NULL,
	`author` text NOT NULL,
	`email` text NOT NULL,
	`language` text NOT NULL,
	`category` text NOT NULL,
	`link` text,
	`explicit` integer NOT NULL,
	`cover` text NOT NULL,
	`intro` text,
	`outro` text,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`intro`) REFERENCES `recordings`(`sha256`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`outro`) REFERENCES `recordings`(`sha256`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `shows_slug` ON `shows` (`slug`);--> statement-breakpoint
CREATE UNIQUE INDEX `shows_guid` ON `shows` (`guid`);