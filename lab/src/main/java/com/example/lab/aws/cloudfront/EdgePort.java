package com.example.lab.aws.cloudfront;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

import com.example.lab.network.Ports;
import org.jspecify.annotations.Nullable;

/** A port of this computer that is kept until its server takes it. */
final class EdgePort {

	static final String HOST = "127.0.0.1";

	private final int number;

	private final int wanted;

	private @Nullable ServerSocket reserved;

	/**
	 * Reserves a port.
	 * @param wanted the port to try first; 0 for any
	 */
	EdgePort(int wanted) {
		this.wanted = wanted;
		try {
			ServerSocket socket = bind(wanted);
			this.reserved = socket;
			this.number = socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("This computer has no free port on 127.0.0.1", ex);
		}
	}

	private static ServerSocket bind(int wanted) throws IOException {
		try {
			return open((wanted != 0) ? wanted : Ports.free());
		}
		catch (IOException taken) {
			return open(Ports.free());
		}
	}

	private static ServerSocket open(int port) throws IOException {
		return new ServerSocket(port, 1, InetAddress.getByName(HOST));
	}

	int number() {
		return this.number;
	}

	/** The port that was to be tried first, if that was taken; else 0. */
	int taken() {
		return (this.wanted == this.number) ? 0 : this.wanted;
	}

	String address() {
		return HOST + ":" + this.number;
	}

	/** Gives it to its server, or back. */
	void release() {
		try {
			if (this.reserved != null) {
				this.reserved.close();
				this.reserved = null;
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
