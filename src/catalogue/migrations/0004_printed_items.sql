CREATE TABLE `printed_items` (
	`episode_id` integer PRIMARY KEY NOT NULL,
	`show_id` integer NOT NULL,
	`revision` integer NOT NULL,
	`fingerprint` text NOT NULL,
	`text` blob NOT NULL,
	FOREIGN KEY (`episode_id`) REFERENCES `episodes`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `printed_items_show` ON `printed_items` (`show_id`);--> statement-breakpoint
ALTER TABLE `episodes` ADD `revision` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `publication_changes` ADD `revision` integer;--> statement-breakpoint
CREATE TRIGGER `episodes_revised` AFTER UPDATE ON `episodes` FOR EACH ROW WHEN NEW.`revision` = OLD.`revision`
BEGIN
	UPDATE `episodes` SET `revision` = OLD.`revision` + 1 WHERE `id` = NEW.`id`;
END;
--> statement-breakpoint
CREATE INDEX `episodes_standing` ON `episodes` (`show_id`,`publication` ->> '$.publishedAt',`id`,`publication` ->> '$.changedAt',`revision`,`slug`,`wish`,`publish_at`,`expires_at`) WHERE `publication` ->> '$.publishedAt' IS NOT NULL;
