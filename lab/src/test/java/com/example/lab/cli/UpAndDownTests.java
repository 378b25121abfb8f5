package com.example.lab.cli;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.example.lab.stage.FakeWorkshop;
import com.example.lab.stage.StageFolder;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The command line in a checkout whose build fails or never ends: nothing needs
 * LocalStack to check that everything is cleaned up.
 */
@Timeout(90)
@Order(1)
class UpAndDownTests {

	private static final Duration SOON = Duration.ofSeconds(20);

	private static final String ENDLESS_BUILD = "sleep 1000 & echo $! >child; echo $$ >maven; wait";

	private final Path root;

	private final StageFolder stage;

	private final Shell shell;

	private final List<Process> started = new ArrayList<>();

	UpAndDownTests(@TempDir Path root) throws IOException {
		this.root = root;
		this.stage = FakeWorkshop.in(root, "echo '[ERROR] illegal start of type'; exit 1");
		Files.createDirectories(this.stage.data());
		this.shell = new Shell(root, Map.of("LOCALSTACK_ENDPOINT", "http://127.0.0.1:9"));
	}

	@AfterEach
	void endWhatIsLeft() {
		this.started.forEach(Process::destroyForcibly);
	}

	@Test
	void downCleansUpWhenNothingIsUp() throws Exception {
		CloudState self = CloudState.ofThisProcess();
		new CloudState(self.pid(), 0, 1, "").write(this.stage.data());
		Files.createDirectories(this.stage.data().resolve("run-123/disks"));

		Shell.Run down = this.shell.run("down");

		assertThat(down.output()).isEqualToIgnoringNewLines("No stage is running.");
		assertThat(down.exitCode()).isZero();
		assertThat(this.stage.data()).isEmptyDirectory();
	}

	@Test
	void downEndsTheBackgroundProcess() throws Exception {
		Process daemon = new ProcessBuilder("sleep", "1000").start();
		this.started.add(daemon);
		long start = daemon.info().startInstant().orElseThrow().toEpochMilli();
		new CloudState(daemon.pid(), start, 1, "").write(this.stage.data());

		Shell.Run down = this.shell.run("down", "1");

		assertThat(down.output()).contains("stage-01-one is down.");
		assertThat(down.exitCode()).isZero();
		assertThat(daemon.waitFor()).isEqualTo(143);
	}

	@Test
	void aTypoLeavesTheStageThatIsUpAlone() throws Exception {
		Process daemon = new ProcessBuilder("sleep", "1000").start();
		this.started.add(daemon);
		long start = daemon.info().startInstant().orElseThrow().toEpochMilli();
		new CloudState(daemon.pid(), start, 1, "").write(this.stage.data());

		Shell.Run up = this.shell.run("up", "1");

		assertThat(up.output()).contains("illegal start of type")
			.contains("stage-01-one still runs as it was before the change.");
		assertThat(up.exitCode()).isNotZero();
		assertThat(daemon.isAlive()).isTrue();
	}

	@Test
	void statusReportsThatNothingIsUp() throws Exception {
		Shell.Run status = this.shell.run("status");

		assertThat(status.output()).contains("No stage is running. ./workshop up 1 starts the first stage.");
		assertThat(status.exitCode()).isZero();
	}

	@Test
	void commandsOutsideTheWorkshopSayWhereToGo(@TempDir Path elsewhere) throws Exception {
		Shell.Run up = new Shell(elsewhere, Map.of()).run("up", "1");

		assertThat(up.output())
			.contains("is not inside the workshop. Change to the workshop's folder, then run the command again.")
			.doesNotContain("\tat ");
		assertThat(up.exitCode()).isEqualTo(2);
	}

	@Test
	void coloursAreForTerminalsThatWantThem() throws Exception {
		List<String> terminal = List.of("script", "-qec");
		String java = System.getProperty("java.home") + "/bin/java -cp " + System.getProperty("java.class.path") + " "
				+ Main.class.getName() + " logs 1";
		Process wanted = terminal(terminal, java, Map.of("TERM", "xterm"));
		Process unwanted = terminal(terminal, java, Map.of("TERM", "xterm", "NO_COLOR", "1"));

		assertThat(text(wanted)).contains("\u001b[31m", "has no logs yet");
		assertThat(text(unwanted)).contains("has no logs yet").doesNotContain("\u001b");
		assertThat(this.shell.run("logs", "1").output()).contains("has no logs yet").doesNotContain("\u001b");
	}

	@Test
	void aBuildThatFailsIsShownAndLeavesNothing() throws Exception {
		Shell.Run up = this.shell.run("up", "1", "--port", "18888");

		assertThat(up.exitCode()).isEqualTo(1);
		assertThat(up.output())
			.contains("building app and infra of stage-01-one", "The build of stage-01-one failed",
					"illegal start of type")
			.doesNotContain("\tat ", "Interrupted");
		assertNothingIsLeft();
	}

	@Test
	void aSecondUpReportsThatTheFirstOneRuns() throws Exception {
		CloudState.ofThisProcess().write(this.stage.data());
		assertThat(this.shell.run("up", "1").output())
			.contains("stage-01-one is already starting. Wait until it is up, or run ./workshop down 1 to stop it.");

		CloudState.delete(this.stage.data());
		try (FileChannel channel = FileChannel.open(this.stage.data().resolve("lock"), StandardOpenOption.CREATE,
				StandardOpenOption.WRITE); FileLock lock = channel.lock()) {
			Shell.Run second = this.shell.run("up", "1");

			assertThat(lock.isValid()).isTrue();
			assertThat(second.output()).contains("stage-01-one is already starting.");
			assertThat(second.exitCode()).isEqualTo(1);
		}
	}

	@Test
	void ctrlCStopsWhatWasStarted() throws Exception {
		Shell.Run up = startEndlessBuild();

		signal("-INT", -up.process().pid());

		up.process().waitFor();
		assertThat(up.output()).contains("Interrupted; stopping everything that was started.")
			.doesNotContain("damaged", "\tat ");
		assertThat(up.exitCode()).isEqualTo(130);
		assertNothingIsLeft();
	}

	@Test
	void downStopsAStageThatComesUp() throws Exception {
		Shell.Run up = startEndlessBuild();

		Shell.Run down = this.shell.run("down", "1");

		assertThat(down.output()).contains("stage-01-one is down.");
		assertNothingIsLeft();
		up.process().waitFor();
		assertThat(up.output()).contains("stage-01-one was stopped before it was up.");
		assertThat(up.exitCode()).isEqualTo(1);
	}

	@Test
	void nothingIsLeftWhenTheCommandLineIsKilled() throws Exception {
		Shell.Run up = startEndlessBuild();

		signal("-KILL", up.process().pid());

		Awaitility.await().atMost(SOON).untilAsserted(this::assertNothingIsLeft);
	}

	@Test
	void nothingIsLeftWhenTheBackgroundProcessIsKilled() throws Exception {
		Shell.Run up = startEndlessBuild();

		signal("-KILL", CloudState.running(this.stage.data()).orElseThrow().pid());

		up.process().waitFor();
		assertThat(up.output()).contains("The lab stopped before the stage was up.");
		assertThat(up.exitCode()).isEqualTo(1);
		Awaitility.await().atMost(SOON).until(() -> processesOfTheBuild().noneMatch(ProcessHandle::isAlive));
		assertThat(this.shell.run("down").exitCode()).isZero();
		Awaitility.await().atMost(SOON).untilAsserted(this::assertNothingIsLeft);
	}

	@Test
	void damagedFilesOfTheWorkshopAreReplacedOrNamed() throws Exception {
		for (String name : List.of("cloud.json", "logs", "run-1", "up-from")) {
			Files.createDirectories(this.stage.data().resolve(name).resolve("inside"));
		}
		assertThat(this.shell.run("up", "1").output()).contains("illegal start of type");
		assertThat(this.stage.data().resolve("run-1")).doesNotExist();

		Files.delete(this.stage.data().resolve("lock"));
		Files.createDirectories(this.stage.data().resolve("lock/inside"));
		Shell.Run up = this.shell.run("up", "1");
		assertThat(up.exitCode()).isEqualTo(1);
		assertThat(up.output())
			.contains("If %s is damaged: run ./workshop down, delete that folder, then try again."
				.formatted(this.stage.workshop().data()))
			.doesNotContain("\tat ");
	}

	private Shell.Run startEndlessBuild() throws IOException {
		FakeWorkshop.in(this.root, ENDLESS_BUILD);
		Shell.Run up = this.shell.start(List.of("setsid"), "up", "1", "--port", "18888");
		this.started.add(up.process());
		Awaitility.await()
			.atMost(SOON)
			.until(() -> Files.exists(this.root.resolve("maven")) && Files.size(this.root.resolve("maven")) > 1);
		return up;
	}

	private void assertNothingIsLeft() throws IOException {
		assertThat(processesOfTheBuild()).noneMatch(ProcessHandle::isAlive);
		assertThat(ProcessHandle.allProcesses()
			.filter((process) -> process.info()
				.commandLine()
				.orElse("")
				.contains(Daemon.class.getName() + " stage-01-one")))
			.isEmpty();
		try (Stream<Path> files = Files.list(this.stage.data())) {
			assertThat(files.map((file) -> file.getFileName().toString())).isSubsetOf("lab.log", "lock", "logs",
					"cloud.json");
		}
		assertThat(CloudState.running(this.stage.data())).isEmpty();
	}

	private Stream<ProcessHandle> processesOfTheBuild() throws IOException {
		Stream.Builder<ProcessHandle> found = Stream.builder();
		for (String file : List.of("maven", "child")) {
			if (Files.exists(this.root.resolve(file))) {
				ProcessHandle.of(Long.parseLong(Files.readString(this.root.resolve(file)).strip()))
					.ifPresent(found::add);
			}
		}
		return found.build();
	}

	private static void signal(String signal, long pid) throws IOException, InterruptedException {
		assertThat(new ProcessBuilder("kill", signal, "--", Long.toString(pid)).start().waitFor()).isZero();
	}

	private Process terminal(List<String> terminal, String command, Map<String, String> environment)
			throws IOException {
		List<String> whole = new ArrayList<>(terminal);
		whole.addAll(List.of(command, "/dev/null"));
		ProcessBuilder builder = new ProcessBuilder(whole).directory(this.root.toFile()).redirectErrorStream(true);
		builder.environment().remove("NO_COLOR");
		builder.environment().putAll(environment);
		Process process = builder.start();
		this.started.add(process);
		return process;
	}

	private static String text(Process process) throws IOException {
		return new String(process.getInputStream().readAllBytes());
	}

}
