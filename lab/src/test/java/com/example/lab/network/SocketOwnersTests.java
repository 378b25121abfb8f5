package com.example.lab.network;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import com.example.lab.process.JavaCommand;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assumptions.assumeThat;

class SocketOwnersTests {

	private final long process = ProcessHandle.current().pid();

	private ServerSocket server;

	@BeforeEach
	void open() throws IOException {
		this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
	}

	@AfterEach
	void close() throws IOException {
		this.server.close();
	}

	@Test
	void findsTheProcessThatConnected() throws IOException {
		finds(SocketOwners.ofThisComputer());
	}

	@Test
	@EnabledOnOs(value = { OS.LINUX, OS.MAC }, disabledReason = "Windows has no lsof")
	void lsofFindsItToo() throws IOException {
		assumeThat(Stream.of("/usr/bin", "/usr/sbin", "/bin").map((folder) -> Path.of(folder, "lsof")))
			.anyMatch(Files::isExecutable);
		finds(new LsofSocketOwners());
	}

	private void finds(SocketOwners owners) throws IOException {
		try (Socket client = new Socket(InetAddress.getLoopbackAddress(), this.server.getLocalPort());
				Socket accepted = this.server.accept()) {
			Connection connection = Connection.of(accepted);
			assertThat(owners.clientOf(connection, Set.of(this.process))).hasValue(this.process);
			assertThat(owners.clientOf(connection, Set.of())).isEmpty();
			client.close();
			assertThat(owners.clientOf(connection, Set.of(this.process))).isEmpty();
		}
		try (SocketChannel client = SocketChannel.open((InetSocketAddress) this.server.getLocalSocketAddress());
				Socket accepted = this.server.accept()) {
			assertThat(client.isConnected()).isTrue();
			assertThat(owners.clientOf(Connection.of(accepted), Set.of(this.process))).hasValue(this.process);
		}
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void failsIfLinuxDoesNotShowTheOwner(@TempDir Path proc) throws IOException {
		Files.createDirectories(proc.resolve("net"));
		Files.writeString(proc.resolve("net/tcp"), """
				  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
				   0: 0100007F:4E20 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 11 1
				   1: 0100007F:C350 0100007F:4E20 01 00000000:00000000 00:00000000 00000000     0        0 12 1
				   2: 0100007F:4E20 0100007F:C350 01 00000000:00000000 00:00000000 00000000     0        0 13 1
				""");
		Files.createDirectories(proc.resolve("99999999/fd"));
		Files.createSymbolicLink(proc.resolve("99999999/fd/4"), Path.of("socket:[12]"));
		Files.createSymbolicLink(proc.resolve("99999999/fd/5"), Path.of("socket:[13]"));
		LinuxSocketOwners owners = new LinuxSocketOwners(proc);

		assertThat(owners.clientOf(new Connection(50_000, 20_000), Set.of(99_999_999L))).hasValue(99_999_999L);
		assertThat(owners.clientOf(new Connection(50_000, 20_000), Set.of(99_999_998L))).isEmpty();
		assertThat(owners.clientOf(new Connection(50_001, 20_000), Set.of(99_999_999L))).isEmpty();
		assertThatIOException().isThrownBy(() -> owners.clientOf(new Connection(50_000, 20_001), Set.of()))
			.withMessage(proc.resolve("net/tcp") + " is not complete");
		assertThatIOException().isThrownBy(() -> owners.clientOf(new Connection(50_000, 20_000), Set.of(this.process)))
			.withMessage("the open files of process %d cannot be read".formatted(this.process));
	}

	@Test
	void readsWhatMacOsPrints() {
		List<String> lines = List.of("p501", "f6", "n*:50000", "f7", "n127.0.0.1:50000->127.0.0.1:20001", "p502", "f21",
				"n127.0.0.1:20000->127.0.0.1:50000", "p503", "f8", "n127.0.0.1:50000->127.0.0.1:20000");

		assertThat(LsofSocketOwners.find(lines, new Connection(50_000, 20_000))).hasValue(503);
		assertThat(LsofSocketOwners.find(lines, new Connection(50_000, 2_000))).isEmpty();
	}

	@Test
	void readsWhatWindowsPrints() {
		List<String> lines = List.of("", "Active Connections", "",
				"  Proto  Local Address          Foreign Address        State           PID",
				"  TCP    0.0.0.0:20000          0.0.0.0:0              LISTENING       501",
				"  TCP    127.0.0.1:20000        127.0.0.1:50000        ESTABLISHED     502",
				"  TCP    127.0.0.1:50000        127.0.0.1:20000        ESTABLISHED     503",
				"  UDP    0.0.0.0:50000          *:*                                    504");

		assertThat(NetstatSocketOwners.find(lines, new Connection(50_000, 20_000))).hasValue(503);
		assertThat(NetstatSocketOwners.find(lines, new Connection(50_000, 2_000))).isEmpty();
	}

	@Test
	void aProgramThatIsMissingOrFailsIsAnError() {
		assertThatIOException().isThrownBy(() -> Command.lines(0, "no-such-program"));
		assertThatIOException().isThrownBy(() -> Command.lines(0, JavaCommand.JAVA, "--no-such-option"))
			.withMessageEndingWith("java ended with 1");
	}

}
