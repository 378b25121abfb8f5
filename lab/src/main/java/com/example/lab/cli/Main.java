package com.example.lab.cli;

import java.util.Locale;

import com.example.lab.stage.Workshop;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line {@code ./workshop}. */
@Command(name = "workshop", description = "Runs, tests and deploys the stages of the workshop.",
		mixinStandardHelpOptions = true, versionProvider = Main.Version.class, synopsisSubcommandLabel = "COMMAND",
		subcommands = { DoctorCommand.class, UpCommand.class, StatusCommand.class, LogsCommand.class, OpenCommand.class,
				WhereCommand.class, WaitCommand.class, DownCommand.class, DrillCommand.class, LoadCommand.class,
				BenchCommand.class, TestCommand.class, SoakCommand.class, DiffCommand.class, MoveCommand.class,
				CarryCommand.class, CostCommand.class, DeployCommand.class, DestroyCommand.class, DocsCommand.class })
final class Main {

	private Main() {
	}

	/**
	 * Runs one command.
	 * @param args the command and its arguments
	 */
	public static void main(String[] args) {
		// Digits and letters as programs read them, whatever the user's language is.
		Locale.setDefault(Locale.ROOT);
		// Seconds: a load closes idle connections before a load balancer does, after 60.
		// Else it sends a request into a connection that is just being closed.
		System.setProperty("jdk.httpclient.keepalive.timeout", "30");
		System.exit(commandLine().execute(args));
	}

	static CommandLine commandLine() {
		CommandLine line = new CommandLine(new Main()).setCaseInsensitiveEnumValuesAllowed(true);
		line.setParameterExceptionHandler((ex, args) -> {
			CommandLine command = ex.getCommandLine();
			command.getErr().println(Terminal.red(String.valueOf(ex.getMessage()).replace("option option", "option")));
			if (args.length == 0) {
				command.usage(command.getErr());
			}
			else if (!CommandLine.UnmatchedArgumentException.printSuggestions(ex, command.getErr())) {
				command.getErr().printf("./%s --help shows its options.%n", command.getCommandSpec().qualifiedName());
			}
			return command.getCommandSpec().exitCodeOnInvalidInput();
		});
		line.setExecutionExceptionHandler((ex, command, result) -> {
			command.getErr().println(Terminal.red(Explanation.of(ex, Workshop.find().data())));
			if (!Explanation.expected(ex)) {
				ex.printStackTrace(command.getErr());
			}
			return command.getCommandSpec().exitCodeOnExecutionException();
		});
		return line;
	}

	/** The version of the workshop. */
	static final class Version implements CommandLine.IVersionProvider {

		@Override
		public String[] getVersion() {
			return new String[] { "workshop 1.0.0", "Java " + Runtime.version() };
		}

	}

}
