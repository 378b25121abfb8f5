package com.example.lab.network;

import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Asks the {@code netstat} of Windows: about a tenth of a second for each connection.
 */
final class NetstatSocketOwners implements SocketOwners {

	private static final int LOCAL = 1;

	private static final int REMOTE = 2;

	private static final int PROCESS = 4;

	@Override
	public OptionalLong clientOf(Connection connection, Set<Long> candidates) throws IOException {
		OptionalLong found = find(Command.lines(0, "netstat", "-ano"), connection);
		return (found.isPresent() && candidates.contains(found.getAsLong())) ? found : OptionalLong.empty();
	}

	/**
	 * Finds the connection in lines of protocol, two addresses, state and process, such
	 * as {@code TCP 127.0.0.1:50000 127.0.0.1:20000 ESTABLISHED 123}.
	 */
	static OptionalLong find(List<String> lines, Connection connection) {
		return lines.stream()
			.map((line) -> line.strip().split("\\s+"))
			.filter((fields) -> fields.length > PROCESS && fields[0].equals("TCP")
					&& fields[LOCAL].endsWith(":" + connection.clientPort())
					&& fields[REMOTE].endsWith(":" + connection.serverPort()))
			.mapToLong((fields) -> Long.parseLong(fields[PROCESS]))
			.findFirst();
	}

}
