package com.example.lab.network;

import java.net.Socket;

/**
 * A TCP connection within this computer, identified by its two ports.
 *
 * @param clientPort the port from which the client connects
 * @param serverPort the port that took the connection
 */
public record Connection(int clientPort, int serverPort) {

	static Connection of(Socket accepted) {
		return new Connection(accepted.getPort(), accepted.getLocalPort());
	}

}
