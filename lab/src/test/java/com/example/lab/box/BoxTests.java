package com.example.lab.box;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import com.example.lab.event.Event;
import com.example.lab.event.Events;
import com.example.lab.network.Ports;
import com.example.lab.process.OwnedProcess;
import com.example.lab.process.Processes;
import com.example.lab.standin.LabClock;
import com.example.lab.standin.LabContext;
import com.sun.net.httpserver.HttpServer;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@Timeout(60)
class BoxTests {

	private static final Duration SOON = Duration.ofSeconds(20);

	private static final String DATABASE = """
			dnf -y install postgresql17-server
			postgresql-setup --initdb
			systemctl enable --now postgresql.service
			runuser -u postgres -- psql --set=ON_ERROR_STOP=1 <<EOF
			CREATE TABLE t (n int);
			EOF
			""";

	private final Path temporary;

	private final Events events = new Events();

	private final Processes processes;

	private final Box box;

	private final HttpServer releases;

	BoxTests(@TempDir Path temporary) throws IOException {
		this.temporary = temporary;
		this.processes = new Processes(temporary.resolve("logs"));
		this.box = new Box("Box/Instance", new LabContext(temporary, Path.of("target/cache"), this.processes,
				this.events, new LabClock(1), Map.of(), true));
		Path jar = SmallServer.jar(temporary.resolve("server.jar"));
		this.releases = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
		this.releases.createContext("/server.jar", (exchange) -> {
			exchange.sendResponseHeaders(200, Files.size(jar));
			try (OutputStream body = exchange.getResponseBody()) {
				Files.copy(jar, body);
			}
		});
		this.releases.start();
	}

	@AfterEach
	void end() {
		this.releases.stop(0);
		this.processes.close();
	}

	@Test
	void runsTheServiceThatTheUserDataDescribes() throws Exception {
		this.box.firstBoot(service("-Dlog=/var/log/a.log", "--path=/api --file=/etc/a", "", """
				SERVER_PORT=80
				URL=jdbc:postgresql://localhost:5432/postcards
				FOLDER=/var/lib/a
				NAME=$NAME
				"""));
		awaitHealthy();

		String told = ask(80);

		String disk = this.temporary.resolve("disks/Box-Instance").toString();
		assertThat(told)
			.contains("FOLDER=%s/var/lib/a".formatted(disk), "--path=/api --file=%s/etc/a".formatted(disk),
					disk + "/var/log/a.log", "NAME=Box/Instance", "SERVER_ADDRESS=127.0.0.1")
			.containsPattern("URL=jdbc:postgresql://127\\.0\\.0\\.1:\\d+/postcards")
			.doesNotContain("127.0.0.1:5432", "SERVER_PORT=80,", "HOME=");
		assertThat(this.box.serviceVariables()).containsEntry("FOLDER", disk + "/var/lib/a")
			.containsEntry("NAME", "Box/Instance")
			.hasEntrySatisfying("URL", (url) -> assertThat(told).contains("URL=" + url));
		assertThat(this.box.listener(443)).isNull();
		assertThat(this.box.processesNow()).hasSize(1);
	}

	@Test
	void aServiceFindsWhatTheBoxGivesItAndTheAddressesOfOtherParts() throws Exception {
		this.box.environment(Map.of("AWS_ENDPOINT_URL", "http://127.0.0.1:80", "NAME", "of the box"));
		this.box.firstBoot(service("", "", "", """
				SERVER_PORT=80
				DATABASE=jdbc:postgresql://127.0.0.1:45678/postcards
				SELF=http://127.0.0.1:80/
				NAME=of the unit
				"""));
		awaitHealthy();

		assertThat(ask(80))
			.contains("AWS_ENDPOINT_URL=http://127.0.0.1:80,", "NAME=of the box",
					"DATABASE=jdbc:postgresql://127.0.0.1:45678/postcards")
			.doesNotContain("SELF=http://127.0.0.1:80/");
	}

	@Test
	void runsSeveralProgramsEachOnItsOwnPort() throws Exception {
		this.box.firstBoot("""
				dnf -y install java-25-amazon-corretto-headless nodejs22
				curl -fsSL --output /opt/server.jar http://127.0.0.1:%d/server.jar
				cat >/opt/server.js <<'EOF'
				const answer = process.argv[2] + ' for ' + process.env.WEB;
				require('net').createServer((socket) => socket.on('error', () => {}).end(answer))
				  .listen(process.env.PORT, process.env.HOST);
				EOF
				cat >/etc/systemd/system/web.service <<'EOF'
				[Service]
				Environment=SERVER_PORT=8080 MANAGEMENT_SERVER_PORT=8081 API=http://localhost:8090
				ExecStart=/usr/bin/java -XX:TieredStopAtLevel=1 -jar /opt/server.jar web
				EOF
				cat >/etc/systemd/system/api.service <<'EOF'
				[Service]
				Environment=SERVER_PORT=8090
				ExecStart=/usr/bin/java -XX:TieredStopAtLevel=1 -jar /opt/server.jar api
				EOF
				cat >/etc/systemd/system/pages.service <<'EOF'
				[Service]
				Environment=PORT=3000 WEB=http://localhost:8080
				ExecStart=/usr/bin/node --no-warnings /opt/server.js /srv/pages
				EOF
				systemctl enable --now web.service api.service pages.service
				""".formatted(port()));
		for (String unit : List.of("web", "api", "pages")) {
			this.events.await(0, (event) -> event.message().startsWith(unit + ".service listens on port"), SOON);
		}

		String disk = this.temporary.resolve("disks/Box-Instance").toString();
		int web = port(8080);
		int api = port(8090);
		assertThat(web).isNotEqualTo(api);
		assertThat(ask(8080)).contains("SERVER_PORT=" + web, "MANAGEMENT_SERVER_PORT=" + port(8081),
				"MANAGEMENT_SERVER_ADDRESS=127.0.0.1", "API=http://127.0.0.1:" + api, " web ");
		assertThat(ask(8090)).contains("SERVER_PORT=" + api, " api ").doesNotContain("MANAGEMENT");
		assertThat(ask(3000)).isEqualTo("%s/srv/pages for http://127.0.0.1:%d".formatted(disk, web));
		assertThat(this.box.processesNow()).extracting(OwnedProcess::name)
			.containsExactlyInAnyOrder("Box-Instance-web", "Box-Instance-api", "Box-Instance-pages");

		this.box.units().kill("pages.service");

		this.events.await(0, (event) -> event.message().startsWith("pages.service ended with 137"), SOON);
		assertThat(ask(8090)).contains(" api ");
	}

	@Test
	void aServiceThatIsKilledComesBackAsItsUnitSays() throws Exception {
		this.box
			.firstBoot(service("", "", "Restart=on-failure\nRestartSec=50ms", "SERVER_PORT=80\nSTARTS=/var/starts"));
		awaitHealthy();
		long position = this.events.position();

		this.box.units().kill("");

		this.events.await(position, (event) -> event.kind() == Event.Kind.DIED && event.message().contains("137"),
				SOON);
		this.events.await(position, (event) -> event.kind() == Event.Kind.HEALTHY, SOON);
		assertThat(starts()).isEqualTo(2);
		assertThatIllegalStateException().isThrownBy(() -> this.box.units().kill("other.service"))
			.withMessageContaining("has no service other.service; it has [server.service]");
	}

	@Test
	void aServiceThatEndsWellStaysDown() throws Exception {
		this.box.firstBoot(service("", "", "Restart=on-failure\nSuccessExitStatus=7\nRestartSec=1ms",
				"EXIT=7\nSTARTS=/var/starts"));
		this.events.await(0, (event) -> event.kind() == Event.Kind.DIED && event.message().contains("ended with 7"),
				SOON);

		Awaitility.await().during(Duration.ofMillis(200)).until(() -> starts() == 1);
		assertThatIllegalStateException().isThrownBy(() -> this.box.units().kill(""))
			.withMessage("No service runs on Box/Instance");
	}

	@Test
	void aServiceThatShouldAlwaysRunIsStartedAgainUntilTheBoxShutsDown() throws Exception {
		this.box.firstBoot(service("", "", "Restart=always\nRestartSec=1ms", "EXIT=0\nSTARTS=/var/starts"));
		Awaitility.await().atMost(SOON).until(() -> starts() >= 3);

		this.box.shutDown();

		Awaitility.await().atMost(SOON).until(() -> this.box.processesNow().isEmpty());
		int starts = starts();
		Awaitility.await().during(Duration.ofMillis(300)).until(() -> starts() == starts);
	}

	@Test
	void errorsOfUserDataNameTheirLine() {
		assertThatUserData("useradd a\n\nsnap install a\n").withMessageContaining("line 3")
			.withMessageContaining("the command snap");
		assertThatUserData("dnf -y install redis6").withMessageContaining("line 1").withMessageContaining("redis6");
		assertThatUserData("cat >/etc/a <<EOF\n$NOWHERE\nEOF").withMessageContaining("line 1: the variable NOWHERE");
		assertThatUserData("useradd a\nA=$(date)").withMessageContaining("line 2").withMessageContaining("$(date)");
		assertThatUserData("\ncurl --output /opt/a http://127.0.0.1:%d/nowhere".formatted(port()))
			.withMessageContaining("line 2: curl got 404");
		assertThatUserData("curl --output /opt/a http://127.0.0.1:%d/".formatted(Ports.free()))
			.withMessageContaining("line 1: curl got no answer from 127.0.0.1");
		assertThatUserData("cat /etc/a").withMessageContaining("line 1: cat without a target");
		assertThatUserData("cat >/etc/a").withMessageContaining("line 1: a here document is missing");
		assertThatUserData("install -m 0644 /etc/a /etc/b").withMessageContaining("line 1: install makes folders only");
		assertThatUserData("install -d /../a").withMessageContaining("line 1: The path leaves");
		assertThatUserData("useradd a >/etc/a").withMessageContaining("line 1: the lab writes the output of cat only");
		assertThatUserData("systemctl start nowhere.service").withMessageContaining("line 1: The unit nowhere.service");
		assertThatUserData("cat >/etc/systemd/system/a.service <<EOF\n[Service]\nEOF\nsystemctl start a.service")
			.withMessageContaining("line 4: a.service has no ExecStart");
		assertThatUserData("systemctl mask a.service").withMessageContaining("line 1").withMessageContaining("mask");
		assertThatUserData("runuser -u a -- psql --file=/a <<EOF\nEOF").withMessageContaining("psql's --file=/a");
		assertThatUserData("cat >/etc/systemd/system/a.service <<EOF\nExecStart=/bin/sh -c true\nEOF\n"
				+ "systemctl start a.service")
			.withMessageContaining(
					"line 4: a.service, line 1: the lab does not run ExecStart=/bin/sh -c true; it runs java -jar FILE, node FILE");
	}

	@Test
	void bootsWhatWasEnabledInItsOrderWithWhatWasWritten() throws Exception {
		this.box.firstBoot(DATABASE + service("", "", "", "SERVER_PORT=80"));
		awaitHealthy();
		insert(1);
		this.box.shutDown();
		assertThat(this.box.running()).isFalse();
		assertThat(this.box.processesNow()).isEmpty();
		assertThat(this.box.listener(80)).isNull();
		long position = this.events.position();

		this.box.boot();

		this.events.await(position, (event) -> event.kind() == Event.Kind.HEALTHY, SOON);
		assertThat(this.events.since(position)).filteredOn((event) -> event.kind() == Event.Kind.STARTED)
			.extracting((event) -> event.message().split(",")[0])
			.containsExactly("booted", "postgresql.service", "server.service");
		assertThat(count()).isEqualTo(1);
		assertThatIllegalStateException().isThrownBy(this.box::boot).withMessage("Box/Instance runs already");
	}

	@Test
	void aKilledBoxLosesNoCommittedRow() throws Exception {
		this.box.firstBoot(DATABASE);
		OwnedProcess server = this.box.processesNow().get(0);
		insert(200);

		this.box.kill();

		assertThat(server.alive()).isFalse();
		this.events.await(0, (event) -> event.message().equals("postgresql.service ended with 137"), SOON);
		this.box.boot();
		assertThat(count()).isEqualTo(200);
	}

	@Test
	void aSnapshotUnderLoadHoldsWhatWasCommittedBefore() throws Exception {
		this.box.firstBoot(DATABASE);
		AtomicInteger committed = new AtomicInteger();
		CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> write(committed));
		Awaitility.await().atMost(SOON).until(() -> committed.get() > 100);

		int before = committed.get();
		this.box.snapshot(this.temporary.resolve("snapshot"));
		int after = committed.get();
		Awaitility.await().atMost(SOON).until(() -> committed.get() > after + 100);
		this.box.loseDisk();
		writer.join();
		assertThatIllegalStateException().isThrownBy(this.box::boot).withMessageContaining("has no disk");
		assertThatIllegalStateException().isThrownBy(() -> this.box.snapshot(this.temporary.resolve("none")));
		this.box.restore(this.temporary.resolve("snapshot"));

		// One commit may be on the disk without an acknowledgement to its writer.
		assertThat(count()).isBetween((long) before, after + 1L);
		insert(1);
	}

	@Test
	void aFrozenBoxAnswersNothingUntilItIsThawed() throws Exception {
		this.box.firstBoot(DATABASE);
		try (Connection connection = this.box.postgres().connect("postgres")) {
			this.box.freeze();
			CompletableFuture<Boolean> answer = CompletableFuture.supplyAsync(() -> select(connection));
			// A snapshot of a frozen box does not thaw it.
			this.box.snapshot(this.temporary.resolve("snapshot"));
			Awaitility.await().during(Duration.ofMillis(200)).until(() -> !answer.isDone());

			this.box.thaw();

			assertThat(answer.join()).isTrue();
		}
		this.box.freeze();
		this.box.shutDown();
		assertThat(this.box.processesNow()).isEmpty();
	}

	@Test
	void aShareOfTheMemoryIsNotOneOfThisComputer() throws Exception {
		this.box.firstBoot(service("-XX:+UseSerialGC -XX:MaxRAMPercentage=50", "", "", "SERVER_PORT=80"));
		awaitHealthy();

		long heap = Long.parseLong(ask(80).replaceFirst("(?s).*heap=", ""));

		assertThat(heap).isBetween(128L << 20, 192L << 20);
	}

	private String service(String javaOptions, String arguments, String directives, String environment) {
		return """
				NAME=$(hostname)
				install -d -m 0750 /var/lib/a
				curl -fsSL --output /opt/server.jar http://127.0.0.1:%d/server.jar
				cat >/etc/server.env <<EOF
				%s
				EOF
				cat >/etc/systemd/system/server.service <<'EOF'
				[Service]
				EnvironmentFile=/etc/server.env
				ExecStart=/usr/bin/java -XX:TieredStopAtLevel=1 %s -jar /opt/server.jar %s
				%s
				EOF
				systemctl daemon-reload
				systemctl enable --now server.service
				""".formatted(port(), environment, javaOptions, arguments, directives);
	}

	private int port(int ofBox) {
		return Objects.requireNonNull(this.box.listener(ofBox)).getPort();
	}

	private int port() {
		return this.releases.getAddress().getPort();
	}

	private void awaitHealthy() throws InterruptedException {
		this.events.await(0, (event) -> event.kind() == Event.Kind.HEALTHY, SOON);
	}

	private String ask(int port) throws IOException {
		InetSocketAddress address = Objects.requireNonNull(this.box.listener(port));
		try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		}
	}

	private int starts() throws IOException {
		Path file = this.temporary.resolve("disks/Box-Instance/var/starts");
		return Files.exists(file) ? Files.readAllLines(file).size() : 0;
	}

	private ThrowableAssertAlternative<UserDataException> assertThatUserData(String script) {
		return assertThatExceptionOfType(UserDataException.class).isThrownBy(() -> this.box.firstBoot(script));
	}

	private void insert(int rows) throws SQLException {
		try (Connection connection = this.box.postgres().connect("postgres");
				Statement statement = connection.createStatement()) {
			for (int i = 0; i < rows; i++) {
				statement.execute("INSERT INTO t VALUES (1)");
			}
		}
	}

	private void write(AtomicInteger committed) {
		try (Connection connection = this.box.postgres().connect("postgres");
				Statement statement = connection.createStatement()) {
			while (true) {
				statement.execute("INSERT INTO t VALUES (1)");
				committed.incrementAndGet();
			}
		}
		catch (SQLException ex) {
			// The server is gone.
		}
	}

	private long count() throws SQLException {
		try (Connection connection = this.box.postgres().connect("postgres");
				Statement statement = connection.createStatement();
				ResultSet result = statement.executeQuery("SELECT count(*) FROM t")) {
			result.next();
			return result.getLong(1);
		}
	}

	private static boolean select(Connection connection) {
		try (Statement statement = connection.createStatement()) {
			return statement.execute("SELECT 1");
		}
		catch (SQLException ex) {
			return false;
		}
	}

}
