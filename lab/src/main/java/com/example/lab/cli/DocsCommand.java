package com.example.lab.cli;

import java.io.IOException;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

import com.example.lab.event.Events;
import com.example.lab.process.Processes;
import com.example.lab.stage.Build;
import com.example.lab.stage.Maven;
import com.example.lab.stage.Workshop;
import com.example.lab.stage.WorkshopException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code docs}: builds and serves the documentation site. */
@Command(name = "docs", mixinStandardHelpOptions = true,
		description = "Builds the documentation site and serves it until Ctrl-C.")
final class DocsCommand implements Callable<Integer> {

	@Option(names = "--port", defaultValue = "8090", paramLabel = "PORT",
			description = "Port on this computer to try first (default: ${DEFAULT-VALUE}).")
	private int port;

	@Option(names = "--build-only",
			description = "Build the site into docs/target/site and do not serve it (default: serve it).")
	private boolean buildOnly;

	@Option(names = "--take-figures",
			description = "First copy the figures that the last test runs of the stages measured to docs/src/docs/figures.")
	private boolean takeFigures;

	@Override
	public Integer call() throws IOException, InterruptedException {
		Workshop workshop = Workshop.find();
		Path root = workshop.root();
		long begin = System.nanoTime();
		System.out.println(Terminal.faint("Building the site; the first time takes about a minute."));
		buildJars(workshop);
		if (build(root) != 0) {
			throw new WorkshopException(
					"The site was not built. The output above shows the error and its place. Correct it, then run ./workshop docs again.");
		}
		Path site = root.resolve("docs/target/site");
		System.out.println(Terminal
			.faint("Built %s in %d s.".formatted(root.relativize(site), (System.nanoTime() - begin) / 1_000_000_000)));
		if (this.buildOnly) {
			return 0;
		}
		try (SiteServer server = server(site)) {
			System.out.println("The site is at " + Terminal.green(server.url()) + " until Ctrl-C.");
			new CountDownLatch(1).await();
		}
		return 0;
	}

	/**
	 * A template that has the application as an asset cannot be made without it.
	 */
	private static void buildJars(Workshop workshop) {
		try (Processes processes = new Processes(workshop.data().resolve("docs-logs"))) {
			workshop.stages()
				.stream()
				.filter((stage) -> !Files.exists(stage.jar()))
				.forEach((stage) -> new Build(stage, processes, new Events()).run());
		}
	}

	private int build(Path root) throws IOException, InterruptedException {
		List<String> command = Maven.build(root, "-pl", "docs", "-am", "generate-test-sources");
		if (this.takeFigures) {
			command.add("-Dfigures=take");
		}
		return new ProcessBuilder(command).directory(root.toFile()).inheritIO().start().waitFor();
	}

	private SiteServer server(Path site) throws IOException {
		try {
			return new SiteServer(site, this.port);
		}
		catch (BindException ex) {
			return new SiteServer(site, 0);
		}
	}

}
