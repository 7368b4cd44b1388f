ALTER TABLE `publications` ADD `address` text;--> statement-breakpoint
ALTER TABLE `shows` ADD `failure` text;