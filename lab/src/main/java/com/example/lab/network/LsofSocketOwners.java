package com.example.lab.network;

import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Asks {@code lsof}, which macOS has: about a tenth of a second for each connection.
 */
final class LsofSocketOwners implements SocketOwners {

	@Override
	public OptionalLong clientOf(Connection connection, Set<Long> candidates) throws IOException {
		if (candidates.isEmpty()) {
			return OptionalLong.empty();
		}
		String processes = candidates.stream().map(String::valueOf).collect(Collectors.joining(","));
		// It ends with 1 when one of the processes is gone or has no such connection.
		return find(Command.lines(1, "lsof", "-nPw", "-a", "-p", processes, "-iTCP:" + connection.clientPort(), "-Fpn"),
				connection);
	}

	/**
	 * Finds the connection in lines such as {@code p123}, a process, and
	 * {@code n127.0.0.1:50000->127.0.0.1:20000}, a connection of it.
	 */
	static OptionalLong find(List<String> lines, Connection connection) {
		Pattern wanted = Pattern.compile("n.*:%d->.*:%d".formatted(connection.clientPort(), connection.serverPort()));
		long process = 0;
		for (String line : lines) {
			if (line.startsWith("p")) {
				process = Long.parseLong(line.substring(1));
			}
			else if (wanted.matcher(line).matches()) {
				return OptionalLong.of(process);
			}
		}
		return OptionalLong.empty();
	}

}
