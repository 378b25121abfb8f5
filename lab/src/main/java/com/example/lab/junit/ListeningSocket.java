package com.example.lab.junit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A socket that accepts connections, on Linux.
 *
 * @param address where it listens; {@code 0.0.0.0} is everywhere
 * @param port its port
 * @see <a href="https://man7.org/linux/man-pages/man5/proc_net.5.html">proc_net</a>
 */
public record ListeningSocket(String address, int port) {

	private static final String LISTENING = "0A";

	/**
	 * The sockets of some processes, from {@code /proc}.
	 * @param processes which may have ended
	 * @return in no particular order
	 */
	public static List<ListeningSocket> of(Stream<ProcessHandle> processes) throws IOException {
		Set<String> inodes = processes.flatMap(ListeningSocket::inodes).collect(Collectors.toSet());
		List<ListeningSocket> sockets = new ArrayList<>();
		for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
			for (String line : Files.readAllLines(Path.of(table))) {
				String[] columns = line.strip().split("\\s+");
				if (columns[3].equals(LISTENING) && inodes.contains("socket:[" + columns[9] + "]")) {
					String[] local = columns[1].split(":");
					sockets.add(new ListeningSocket(address(local[0]), Integer.parseInt(local[1], 16)));
				}
			}
		}
		return sockets;
	}

	private static Stream<String> inodes(ProcessHandle process) {
		try (Stream<Path> files = Files.list(Path.of("/proc", Long.toString(process.pid()), "fd"))) {
			return files.map(ListeningSocket::target).toList().stream();
		}
		catch (NoSuchFileException ended) {
			return Stream.empty();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String target(Path link) {
		try {
			return Files.readSymbolicLink(link).toString();
		}
		catch (IOException closed) {
			return "";
		}
	}

	/**
	 * The kernel prints addresses as numbers of 32 bits with the lowest byte first.
	 */
	private static String address(String hex) throws IOException {
		byte[] printed = HexFormat.of().parseHex(hex);
		byte[] bytes = new byte[printed.length];
		for (int i = 0; i < bytes.length; i++) {
			bytes[i] = printed[i - i % 4 + 3 - i % 4];
		}
		return InetAddress.getByAddress(bytes).getHostAddress();
	}

}
