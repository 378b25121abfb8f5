package com.example.lab.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;

import com.example.lab.network.Ports;
import com.example.lab.process.OwnedProcess;
import com.example.lab.process.Processes;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assumptions.assumeThat;

class PostgresServerTests {

	private static final PostgresBinaries BINARIES = PostgresBinaries.unpackedIn(Path.of("target/cache"));

	private final Path temporary;

	private final Processes processes;

	private final PostgresServer server;

	PostgresServerTests(@TempDir Path temporary) {
		this.temporary = temporary;
		this.processes = new Processes(temporary.resolve("logs"));
		this.server = server(temporary.resolve("data"), Ports.free());
	}

	@AfterEach
	void end() {
		this.processes.close();
	}

	@Test
	void keepsItsDataWhenItIsStoppedAndStartedAgain() throws SQLException {
		this.server.initialize();
		this.server.start();
		this.server.run("postgres", "CREATE TABLE t (n int);\nINSERT INTO t VALUES (1), (2);\n");

		this.server.stop();
		assertThat(Ports.answers(this.server.address())).isFalse();
		this.server.start();

		assertThat(number(this.server, "SELECT sum(n) FROM t")).isEqualTo(3);
		assertThat(this.processes.running()).hasSize(1);
	}

	@Test
	void losesNoCommittedRowWhenItIsKilled() throws SQLException {
		this.server.initialize();
		OwnedProcess process = this.server.start();
		List<ProcessHandle> children = ProcessHandle.of(process.pid()).orElseThrow().descendants().toList();
		try (Connection connection = this.server.connect("postgres");
				Statement statement = connection.createStatement()) {
			statement.execute("CREATE TABLE t (n int)");
			for (int i = 0; i < 500; i++) {
				statement.execute("INSERT INTO t VALUES (1)");
			}
			process.kill();
		}
		assertThat(process.toldToStop()).isFalse();
		Awaitility.await().until(() -> children.stream().noneMatch(ProcessHandle::isAlive));

		this.server.start();

		assertThat(number(this.server, "SELECT count(*) FROM t")).isEqualTo(500);
	}

	@Test
	void acceptsOnlyTheClientsThatTheBoxAllows() throws SQLException, IOException {
		this.server.initialize();
		Files.writeString(this.temporary.resolve("data/pg_hba.conf"),
				"host postcards postcards 127.0.0.1/32 scram-sha-256\n");
		this.server.start();
		this.server.run("postgres", """
				CREATE ROLE postcards LOGIN PASSWORD 'right';
				CREATE DATABASE postcards OWNER postcards;
				""");

		connect("postcards", "postcards", "right").close();

		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> connect("postcards", "postcards", "wrong"))
			.satisfies((ex) -> assertThat(ex.getSQLState()).isEqualTo("28P01"));
		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> connect("postcards", "postcards", ""));
		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> connect("postgres", "postcards", "right"))
			.withMessageContaining("no pg_hba.conf entry");
	}

	@Test
	void listensOn127001Only() throws IOException {
		this.server.initialize();
		this.server.start();
		List<InetAddress> others = NetworkInterface.networkInterfaces()
			.flatMap(NetworkInterface::inetAddresses)
			.filter((address) -> !address.equals(this.server.address().getAddress()))
			.toList();

		assertThat(others).noneMatch((address) -> answers(address, this.server.address().getPort()));
	}

	@Test
	void saysThatThePortIsTaken() throws IOException {
		try (ServerSocket taken = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
			PostgresServer second = server(this.temporary.resolve("second"), taken.getLocalPort());
			second.initialize();

			assertThatIllegalStateException().isThrownBy(second::start)
				.withMessageContaining("PostgreSQL did not start on port " + taken.getLocalPort())
				.withMessageContaining("Address already in use");
		}
	}

	@Test
	void saysThatTheDiskIsFull() throws IOException, InterruptedException {
		Path small = Files.createDirectory(this.temporary.resolve("small"));
		assumeThat(run("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", small.toString()))
			.as("only root can mount a small disk")
			.isZero();
		try {
			PostgresServer full = server(small.resolve("data"), Ports.free());

			assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(full::initialize)
				.withMessageContaining("No space left on device");
			assertThat(small).isEmptyDirectory();
		}
		finally {
			run("umount", small.toString());
		}
	}

	@Test
	void refusesToMakeADatabaseTwice() {
		this.server.initialize();

		assertThatIllegalStateException().isThrownBy(this.server::initialize).withMessageContaining("already");
	}

	@Test
	void repairsItsProgramsWhenTheyAreDamaged(@TempDir Path cache) throws IOException {
		List<String> command = PostgresBinaries.unpackedIn(cache).command("postgres");
		Path program = Path.of(command.get(command.size() - 1));
		long size = Files.size(program);
		Files.writeString(program, "");

		PostgresBinaries.unpackedIn(cache);

		assertThat(program).isExecutable().hasSize(size);
	}

	private PostgresServer server(Path data, int port) {
		return new PostgresServer(BINARIES, this.processes, "postgresql", data, port);
	}

	private Connection connect(String database, String user, String password) throws SQLException {
		return DriverManager.getConnection(
				"jdbc:postgresql://127.0.0.1:%d/%s".formatted(this.server.address().getPort(), database), user,
				password);
	}

	private static long number(PostgresServer server, String sql) throws SQLException {
		try (Connection connection = server.connect("postgres");
				Statement statement = connection.createStatement();
				ResultSet result = statement.executeQuery(sql)) {
			result.next();
			return result.getLong(1);
		}
	}

	private static boolean answers(InetAddress address, int port) {
		try (Socket socket = new Socket(address, port)) {
			return socket.isConnected();
		}
		catch (IOException ex) {
			return false;
		}
	}

	private static int run(String... command) throws IOException, InterruptedException {
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		Objects.requireNonNull(process.getInputStream()).readAllBytes();
		return process.waitFor();
	}

}
