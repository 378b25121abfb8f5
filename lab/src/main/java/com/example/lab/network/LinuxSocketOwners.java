package com.example.lab.network;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * Reads the kernel's tables of TCP sockets and the open files of the candidates, which
 * takes milliseconds.
 *
 * @see <a href="https://docs.kernel.org/networking/proc_net_tcp.html">proc_net_tcp</a>
 */
final class LinuxSocketOwners implements SocketOwners {

	/** A JVM's sockets are IPv6 sockets even when they carry IPv4. */
	private static final List<String> TABLES = List.of("net/tcp", "net/tcp6");

	/** 127.0.0.1 as the tables have it, also at the end of an IPv6 address. */
	private static final String LOOPBACK = "0100007F:%04X";

	private static final int LOCAL = 1;

	private static final int REMOTE = 2;

	private static final int STATE = 3;

	private static final String LISTENS = "0A";

	private static final int INODE = 9;

	private final Path proc;

	LinuxSocketOwners() {
		this(Path.of("/proc"));
	}

	LinuxSocketOwners(Path proc) {
		this.proc = proc;
	}

	@Override
	public OptionalLong clientOf(Connection connection, Set<Long> candidates) throws IOException {
		String client = LOOPBACK.formatted(connection.clientPort());
		String server = LOOPBACK.formatted(connection.serverPort());
		String inode = inode((fields) -> fields[LOCAL].endsWith(client) && fields[REMOTE].endsWith(server));
		if (inode == null) {
			if (inode((fields) -> fields[LOCAL].endsWith(server) && fields[STATE].equals(LISTENS)) == null) {
				throw new IOException("%s is not complete".formatted(this.proc.resolve("net/tcp")));
			}
			return OptionalLong.empty();
		}
		Path socket = Path.of("socket:[%s]".formatted(inode));
		IOException unseen = null;
		for (long candidate : candidates) {
			try {
				if (holds(candidate, socket)) {
					return OptionalLong.of(candidate);
				}
			}
			catch (IOException ex) {
				unseen = ex;
			}
		}
		if (unseen != null) {
			throw unseen;
		}
		return OptionalLong.empty();
	}

	/**
	 * The number of the first such socket; null if there is none. A table that changes
	 * while it is read may leave a line out, so it is read again.
	 */
	private @Nullable String inode(Predicate<String[]> wanted) throws IOException {
		for (int i = 0; i < 2; i++) {
			for (String table : TABLES) {
				String found = inode(this.proc.resolve(table), wanted);
				if (found != null) {
					return found;
				}
			}
		}
		return null;
	}

	private static @Nullable String inode(Path table, Predicate<String[]> wanted) throws IOException {
		if (!Files.exists(table)) {
			return null;
		}
		return Files.readAllLines(table)
			.stream()
			.map((line) -> line.strip().split("\\s+"))
			.filter((fields) -> fields.length > INODE && wanted.test(fields))
			.map((fields) -> fields[INODE])
			.findFirst()
			.orElse(null);
	}

	/**
	 * Whether a process has the socket open. One that has just ended has nothing open.
	 * @throws IOException if the system does not let this process look
	 */
	private boolean holds(long process, Path socket) throws IOException {
		try (DirectoryStream<Path> files = Files.newDirectoryStream(this.proc.resolve(process + "/fd"))) {
			for (Path file : files) {
				if (leadsTo(file, socket)) {
					return true;
				}
			}
			return false;
		}
		catch (IOException | DirectoryIteratorException ex) {
			if (ProcessHandle.of(process).filter(ProcessHandle::isAlive).isPresent()) {
				throw new IOException("the open files of process %d cannot be read".formatted(process), ex);
			}
			return false;
		}
	}

	private static boolean leadsTo(Path file, Path socket) {
		try {
			return Files.readSymbolicLink(file).equals(socket);
		}
		catch (IOException ex) {
			// Closed in the meantime.
			return false;
		}
	}

}
