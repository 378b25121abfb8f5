package com.example.lab.box;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import com.example.lab.box.UserData.Statement;

/**
 * Runs user data on a box of the lab as root's shell would on a server, as far as that
 * has an effect here. What it does not know stops it with the line.
 */
final class Shell {

	/**
	 * Commands about users, modes and services of the operating system, which a folder
	 * does not have.
	 */
	private static final Set<String> WITHOUT_EFFECT = Set.of("set", "umask", "useradd", "chown", "chmod");

	private static final Set<String> SYSTEM_UNITS = Set.of("systemd-journald.service");

	private final Host host;

	private final Units units;

	private final Variables variables;

	Shell(Host host, Units units) {
		this.host = host;
		this.units = units;
		this.variables = new Variables(host.name(), host::cloudInit);
	}

	/**
	 * Runs a script to its end.
	 * @throws UserDataException at the first statement that fails
	 */
	void run(UserData script) {
		for (Statement statement : script.statements()) {
			try {
				run(statement);
			}
			catch (IOException | SQLException | RuntimeException ex) {
				throw new UserDataException(statement.line(), Objects.toString(ex.getMessage(), ex.toString()), ex);
			}
		}
	}

	private void run(Statement statement) throws IOException, SQLException {
		List<String> words = statement.words();
		String command = words.get(0);
		if (command.equals("=")) {
			this.variables.set(words.get(1), words.get(2));
			return;
		}
		if (statement.target() != null && !command.equals("cat")) {
			throw new IllegalArgumentException("the lab writes the output of cat only into a file");
		}
		List<String> arguments = words.stream().skip(1).map(this.variables::expandWord).toList();
		switch (command) {
			case "aws" -> new AwsCli(arguments, this.host).run();
			case "cat" -> write(statement);
			case "curl" -> new Curl(arguments, this.host).run();
			case "dnf" -> Packages.install(arguments.stream()
				.filter((argument) -> !argument.startsWith("-") && !argument.equals("install"))
				.toList());
			case "install" -> makeFolders(arguments);
			case "postgresql-setup" -> this.units.postgres().initialize();
			case "runuser" -> {
				if (!arguments.contains("psql")) {
					throw new IllegalArgumentException("runuser runs psql only");
				}
				psql(arguments, document(statement));
			}
			case "systemctl" -> systemctl(arguments);
			default -> {
				if (!WITHOUT_EFFECT.contains(command)) {
					throw new IllegalArgumentException(
							"the lab does not know the command %s; lab/README.md shows how to add it"
								.formatted(command));
				}
			}
		}
	}

	private void write(Statement statement) throws IOException {
		if (statement.target() == null) {
			throw new IllegalArgumentException("cat without a target file");
		}
		Path file = this.host.disk().at(this.variables.expandWord(statement.target()));
		Files.createDirectories(Objects.requireNonNull(file.getParent()));
		Files.writeString(file, document(statement));
	}

	private String document(Statement statement) {
		String document = statement.document();
		if (document == null) {
			throw new IllegalArgumentException("a here document is missing");
		}
		return statement.expanded() ? this.variables.expandDocument(document) : document;
	}

	private void makeFolders(List<String> arguments) throws IOException {
		if (!arguments.contains("-d")) {
			throw new IllegalArgumentException("install makes folders only: install -d");
		}
		for (String argument : arguments) {
			if (argument.startsWith("/")) {
				Files.createDirectories(this.host.disk().at(argument));
			}
		}
	}

	private void psql(List<String> arguments, String script) throws SQLException {
		String database = "postgres";
		for (String option : arguments.subList(arguments.indexOf("psql") + 1, arguments.size())) {
			if (option.startsWith("--dbname=")) {
				database = option.substring("--dbname=".length());
			}
			else if (!option.equals("--set=ON_ERROR_STOP=1")) {
				throw new IllegalArgumentException("the lab does not know psql's " + option);
			}
		}
		this.units.postgres().run(database, script);
	}

	void systemctl(List<String> arguments) throws IOException {
		if (arguments.equals(List.of("daemon-reload"))) {
			return;
		}
		List<String> units = arguments.stream().skip(1).filter((word) -> !word.startsWith("-")).toList();
		for (String unit : units) {
			if (SYSTEM_UNITS.contains(unit)) {
				continue;
			}
			switch (arguments.get(0)) {
				case "enable" -> this.units.enable(unit);
				case "restart" -> this.units.stop(unit);
				case "start" -> {
					// Nothing to do before it starts.
				}
				default -> throw new IllegalArgumentException("the lab does not know systemctl " + arguments.get(0));
			}
			if (!arguments.get(0).equals("enable") || arguments.contains("--now")) {
				this.units.start(unit);
			}
		}
	}

}
