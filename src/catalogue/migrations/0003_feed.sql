CREATE TABLE `publication_changes` (
	`show_id` integer NOT NULL,
	`episode_id` integer NOT NULL,
	`number` integer NOT NULL,
	`published` text,
	PRIMARY KEY(`show_id`, `episode_id`, `number`)
);
--> statement-breakpoint
CREATE TABLE `publications` (
	`show_id` integer NOT NULL,
	`number` integer NOT NULL,
	`made_at` integer NOT NULL,
	`show` text NOT NULL,
	`sha256` text NOT NULL,
	`bytes` integer NOT NULL,
	`episodes` integer NOT NULL,
	`warnings` text NOT NULL,
	PRIMARY KEY(`show_id`, `number`),
	FOREIGN KEY (`show_id`) REFERENCES `shows`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
DROP INDEX `episodes_guid`;--> statement-breakpoint
ALTER TABLE `episodes` ADD `details` text;--> statement-breakpoint
ALTER TABLE `episodes` ADD `transcript` text;--> statement-breakpoint
ALTER TABLE `episodes` ADD `publish_at` integer;--> statement-breakpoint
ALTER TABLE `episodes` ADD `expires_at` integer;--> statement-breakpoint
CREATE UNIQUE INDEX `episodes_guid` ON `episodes` (`show_id`,`guid`);--> statement-breakpoint
ALTER TABLE `shows` ADD `details` text;--> statement-breakpoint
ALTER TABLE `shows` ADD `moved_to` text;