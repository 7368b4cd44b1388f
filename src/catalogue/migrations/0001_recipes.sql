ALTER TABLE `episodes` ADD `recipe` text;--> statement-breakpoint
ALTER TABLE `shows` ADD `recipe` text;