package com.example.lab.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;

import com.example.lab.localstack.Docker;
import com.example.lab.localstack.Python;
import com.example.lab.network.Ports;
import com.example.lab.postgres.PostgresBinaries;
import com.example.lab.process.Folders;
import com.example.lab.process.Processes;
import com.example.lab.process.Programs;
import com.example.lab.stage.Node;
import com.example.lab.stage.Workshop;
import com.example.lab.stage.WorkshopException;
import com.sun.management.OperatingSystemMXBean;
import picocli.CommandLine.Command;

/** {@code doctor}: checks that this computer meets the requirements. */
@Command(name = "doctor", mixinStandardHelpOptions = true,
		description = "Checks that this computer meets the requirements, and shows how to install what is missing.")
final class DoctorCommand implements Callable<Integer> {

	private static final long GIGABYTE = 1L << 30;

	private static final int USUAL_PORT = 8080;

	@Override
	public Integer call() {
		List<Finding> findings = List.of(java(), node(), npm(), localStack(), postgres(), memory(), disk(), folders(),
				port(), browser());
		System.out.print(Terminal.table(List.of("WHAT", "FOUND", ""),
				findings.stream()
					.map((finding) -> List.of(finding.requirement().what(), finding.found(), finding.verdict().label))
					.toList()));
		findings.stream()
			.filter((finding) -> finding.verdict() != Verdict.GOOD)
			.forEach((finding) -> System.out.printf("%n%s: %s%n", Terminal.bold(finding.requirement().what()),
					finding.advice()));
		boolean ready = findings.stream().noneMatch((finding) -> finding.verdict() == Verdict.MISSING);
		System.out.println();
		System.out.println(ready ? Terminal.green("Ready: ./workshop up 1")
				: Terminal.red("Not ready: install what is missing, then run ./workshop doctor again."));
		return ready ? 0 : 1;
	}

	private static Finding java() {
		return Finding.of(Requirement.JDK, Runtime.version().toString(),
				Runtime.version().feature() >= 17 && compiler());
	}

	private static boolean compiler() {
		return Files.exists(Path.of(System.getProperty("java.home"), "lib", "ct.sym"));
	}

	private static Finding node() {
		try {
			return Finding.of(Requirement.NODE, Node.find().version(), true);
		}
		catch (WorkshopException ex) {
			return new Finding(Requirement.NODE, "too old", Verdict.MISSING, Objects.toString(ex.getMessage()));
		}
	}

	private static Finding npm() {
		boolean there = Programs.onPath("npm");
		return Finding.of(Requirement.NPM, there ? "found" : "not found", there);
	}

	private static Finding localStack() {
		Docker docker = Docker.find();
		Python python = Python.find();
		List<String> ways = new ArrayList<>();
		if (docker.running()) {
			ways.add(docker.finding());
		}
		if (python.program() != null) {
			String failure = python.tryEnvironment();
			if (failure.isEmpty()) {
				ways.add(python.finding());
			}
			else {
				python = new Python(null,
						"%s, but it cannot create a virtual environment: %s".formatted(python.finding(), failure));
			}
		}
		return new Finding(Requirement.LOCALSTACK, ways.isEmpty() ? "nothing" : String.join("; ", ways),
				ways.isEmpty() ? Verdict.MISSING : Verdict.GOOD,
				"LocalStack needs %s. Docker: %s. Python: %s. %s".formatted(Requirement.LOCALSTACK.needed(),
						docker.finding(), python.finding(), Requirement.LOCALSTACK.advice()));
	}

	/** Unpacks it, which {@code up} does otherwise, and starts it as this user. */
	private static Finding postgres() {
		Path logs = Workshop.find().data().resolve("doctor-logs");
		Folders.delete(logs);
		try (Processes processes = new Processes(logs)) {
			return Finding.of(Requirement.POSTGRES,
					PostgresBinaries.unpackedIn(Workshop.find().cache()).version(processes), true);
		}
		catch (WorkshopException | UncheckedIOException ex) {
			return new Finding(Requirement.POSTGRES, "does not start", Verdict.MISSING,
					"%s %s".formatted(ex.getMessage(), Requirement.POSTGRES.advice()));
		}
	}

	private static Finding folders() {
		for (Path folder : List.of(Workshop.find().data(), Path.of(System.getProperty("java.io.tmpdir")))) {
			try {
				Files.delete(Files.createTempFile(Files.createDirectories(folder), "doctor", ""));
			}
			catch (IOException ex) {
				return Finding.of(Requirement.FOLDERS, folder + " cannot be written", false);
			}
		}
		return Finding.of(Requirement.FOLDERS, "can be written", true);
	}

	private static Finding memory() {
		OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
		long gigabytes = system.getTotalMemorySize() / GIGABYTE;
		return Finding.hoped(Requirement.MEMORY, gigabytes + " GB", gigabytes >= 4);
	}

	private static Finding disk() {
		try {
			long gigabytes = Files.getFileStore(Workshop.find().root()).getUsableSpace() / GIGABYTE;
			return Finding.of(Requirement.DISK, gigabytes + " GB", gigabytes >= 3);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Finding port() {
		try {
			Ports.free();
		}
		catch (UncheckedIOException ex) {
			return new Finding(Requirement.PORT, "cannot open a port on 127.0.0.1", Verdict.MISSING,
					"Check the settings of your firewall or container, then run ./workshop doctor again.");
		}
		boolean free = !Ports.answers(new InetSocketAddress("127.0.0.1", USUAL_PORT));
		return Finding.hoped(Requirement.PORT, free ? "free" : "taken", free);
	}

	private static Finding browser() {
		boolean there = Programs.onPath("chromedriver")
				&& (Programs.onPath("chromium") || Programs.onPath("google-chrome") || Programs.onPath("chrome"));
		return Finding.hoped(Requirement.CHROME, there ? "found" : "not found", there);
	}

	/** What a finding means. */
	private enum Verdict {

		GOOD("ok"), HOPED("recommended"), MISSING("missing");

		private final String label;

		Verdict(String label) {
			this.label = label;
		}

	}

	/**
	 * One line of the doctor.
	 *
	 * @param requirement what was checked
	 * @param found what is there
	 * @param verdict whether that is enough
	 * @param advice what to do otherwise
	 */
	private record Finding(Requirement requirement, String found, Verdict verdict, String advice) {

		private static Finding of(Requirement requirement, String found, boolean good) {
			return new Finding(requirement, found, good ? Verdict.GOOD : Verdict.MISSING,
					"%s is needed. %s".formatted(requirement.needed(), requirement.advice()));
		}

		private static Finding hoped(Requirement requirement, String found, boolean good) {
			return new Finding(requirement, found, good ? Verdict.GOOD : Verdict.HOPED, requirement.advice());
		}

	}

}
