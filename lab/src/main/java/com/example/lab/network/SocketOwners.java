package com.example.lab.network;

import java.io.IOException;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Finds the process that opened a connection within this computer, in the operating
 * system's own table of sockets. Applications need no agent and no setting for it.
 */
public interface SocketOwners {

	/**
	 * Finds the process at the client's end of a connection.
	 * @param connection a connection that is open
	 * @param candidates the process ids in question
	 * @return one of the candidates; empty if the client is another process or has closed
	 * the connection
	 * @throws IOException if this computer does not show it
	 */
	OptionalLong clientOf(Connection connection, Set<Long> candidates) throws IOException;

	/**
	 * The way of this operating system.
	 * @return the {@code /proc} of Linux, else a program: {@code netstat} on Windows,
	 * {@code lsof} elsewhere
	 */
	static SocketOwners ofThisComputer() {
		String system = System.getProperty("os.name");
		if (system.startsWith("Linux")) {
			return new LinuxSocketOwners();
		}
		return system.startsWith("Windows") ? new NetstatSocketOwners() : new LsofSocketOwners();
	}

}
