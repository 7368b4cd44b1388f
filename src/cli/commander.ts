/** The one door to commander, which reads the words of a command line. */
export { Command, CommanderError, InvalidArgumentError } from 'commander';
