CREATE TABLE `show_bumpers` (
	`show_id` integer NOT NULL,
	`role` text NOT NULL,
	`place` integer NOT NULL,
	`recording` text NOT NULL,
	PRIMARY KEY(`show_id`, `role`, `place`),
	FOREIGN KEY (`show_id`) REFERENCES `shows`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`recording`) REFERENCES `recordings`(`sha256`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `show_bumpers_recording` ON `show_bumpers` (`recording`);--> statement-breakpoint
INSERT INTO `show_bumpers`(`show_id`, `role`, `place`, `recording`) SELECT `id`, 'intro', 0, `intro` FROM `shows` WHERE `intro` IS NOT NULL UNION ALL SELECT `id`, 'outro', 0, `outro` FROM `shows` WHERE `outro` IS NOT NULL;--> statement-breakpoint
PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE `__new_shows` (
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
	`recipe` text,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
INSERT INTO `__new_shows`("id", "slug", "guid", "title", "description", "author", "email", "language", "category", "link", "explicit", "cover", "recipe", "created_at") SELECT "id", "slug", "guid", "title", "description", "author", "email", "language", "category", "link", "explicit", "cover", "recipe", "created_at" FROM `shows`;--> statement-breakpoint
DROP TABLE `shows`;--> statement-breakpoint
ALTER TABLE `__new_shows` RENAME TO `shows`;--> statement-breakpoint
PRAGMA foreign_keys=ON;--> statement-breakpoint
CREATE UNIQUE INDEX `shows_slug` ON `shows` (`slug`);--> statement-breakpoint
CREATE UNIQUE INDEX `shows_guid` ON `shows` (`guid`);