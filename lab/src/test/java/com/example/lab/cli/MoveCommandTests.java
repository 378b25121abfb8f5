package com.example.lab.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

import com.example.lab.stage.FakeWorkshop;
import com.example.lab.stage.StageFolder;
import com.sun.net.httpserver.HttpServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Two stages that seem to be up, and a program that moves nothing. */
@Timeout(60)
class MoveCommandTests {

	private final StageFolder one;

	private final StageFolder two;

	private final Shell shell;

	private final HttpServer control;

	MoveCommandTests(@TempDir Path root) throws IOException {
		this.one = FakeWorkshop.in(root, "true");
		this.two = new StageFolder(this.one.workshop(), root.resolve("stage-02-two"));
		for (StageFolder stage : List.of(this.one, this.two)) {
			Files.createDirectories(stage.data());
		}
		makeProgram(this.two.folder().resolve("move"));
		this.shell = new Shell(root, Map.of("HALT", "false"));
		this.control = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.control.createContext("/access", (exchange) -> {
			boolean known = "token".equals(exchange.getRequestHeaders().getFirst(ControlServer.TOKEN_HEADER));
			exchange.sendResponseHeaders(known ? 200 : 403, 0);
			try (OutputStream body = exchange.getResponseBody()) {
				body.write("{\"URL\": \"somewhere\", \"PASSWORD\": \"hidden\"}".getBytes(StandardCharsets.UTF_8));
			}
		});
		this.control.start();
	}

	@AfterEach
	void end() {
		this.control.stop(0);
	}

	@Test
	void passesTheAddressesOfBothStagesAndReturnsTheExitCode() throws Exception {
		seemsUp(this.one);
		seemsUp(this.two);

		Shell.Run move = this.shell.run("move", "1", "2", "--finish", "--now=yes");

		assertThat(move.output()).contains("from somewhere to somewhere, options: [--finish, --now=yes]")
			.doesNotContain("hidden");
		assertThat(move.exitCode()).isEqualTo(7);
		assertThat(this.shell.run("move", "1", "2").output()).contains("options: []");
	}

	@Test
	void namesTheStageThatIsNotUp() throws Exception {
		assertThat(this.shell.run("move", "1", "2").output())
			.contains("stage-01-one is not up. Run ./workshop up 1 first.");

		seemsUp(this.one);
		Shell.Run move = this.shell.run("move", "1", "2");
		assertThat(move.output()).contains("stage-02-two is not up. Run ./workshop up 2 first.");
		assertThat(move.exitCode()).isEqualTo(1);
	}

	@Test
	void refusesStagesThatAreNoNeighboursOrHaveNothingThatMoves() throws Exception {
		assertThat(this.shell.run("move", "2", "1").output())
			.contains("move needs a stage and the one after it, such as ./workshop move 1 2. Nothing was changed.");

		Files.delete(this.two.folder().resolve("move/pom.xml"));
		assertThat(this.shell.run("move", "1", "2").output())
			.contains("stage-02-two has no module move, so no data can be migrated to it.");
	}

	@Test
	void ctrlCEndsTheProgramAndReportsTheState() throws Exception {
		seemsUp(this.one);
		seemsUp(this.two);
		Shell waiting = new Shell(this.one.workshop().root(), Map.of("HALT", "true"));
		Shell.Run move = waiting.start(List.of("setsid"), "move", "1", "2");
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> move.output().contains("from somewhere"));
		List<ProcessHandle> programs = move.process().descendants().toList();

		assertThat(new ProcessBuilder("kill", "-INT", "--", "-" + move.process().pid()).start().waitFor()).isZero();

		assertThat(move.process().waitFor()).isEqualTo(130);
		assertThat(move.output())
			.contains("Interrupted. No data was migrated partially. Run ./workshop move 1 2 again to resume.");
		assertThat(programs).isNotEmpty().noneMatch(ProcessHandle::isAlive);
	}

	private void seemsUp(StageFolder stage) {
		CloudState self = CloudState.ofThisProcess();
		new CloudState(self.pid(), self.started(), this.control.getAddress().getPort(), "token").write(stage.data());
	}

	private static void makeProgram(Path module) throws IOException {
		Files.createDirectories(module.resolve("target"));
		Files.writeString(module.resolve("pom.xml"), "<project/>");
		Files.createDirectories(module.resolve("src/main"));
		Manifest manifest = new Manifest();
		manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
		manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, Program.class.getName());
		manifest.getMainAttributes()
			.put(Attributes.Name.CLASS_PATH,
					Program.class.getProtectionDomain().getCodeSource().getLocation().toString());
		new JarOutputStream(Files.newOutputStream(module.resolve("target/move.jar")), manifest).close();
	}

	/** Stands for the program of a stage. */
	static final class Program {

		private Program() {
		}

		public static void main(String[] args) throws InterruptedException {
			Map<String, String> variables = System.getenv();
			System.out.printf("from %s to %s, options: %s%n", variables.get("FROM_URL"), variables.get("TO_URL"),
					List.of(args));
			if (Boolean.parseBoolean(variables.get("HALT"))) {
				new CountDownLatch(1).await();
			}
			System.exit("hidden".equals(variables.get("TO_PASSWORD")) ? 7 : 1);
		}

	}

}
