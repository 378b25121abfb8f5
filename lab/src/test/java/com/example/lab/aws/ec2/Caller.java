package com.example.lab.aws.ec2;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * A client in a process of its own: connects to a port N times, by itself or by a child
 * process, and prints the responses.
 */
final class Caller {

	private Caller() {
	}

	public static void main(String[] args) throws Exception {
		if (args.length > 2) {
			ProcessHandle.Info self = ProcessHandle.current().info();
			System.exit(new ProcessBuilder(self.command().orElseThrow(), "-cp", System.getProperty("java.class.path"),
					Caller.class.getName(), args[0], args[1])
				.inheritIO()
				.start()
				.waitFor());
		}
		for (int i = 0; i < Integer.parseInt(args[1]); i++) {
			System.out.println(call(Integer.parseInt(args[0])));
		}
	}

	/**
	 * The greeting of a server to a client, or {@code refused}.
	 */
	static String call(int port) {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
				InputStream in = socket.getInputStream()) {
			return new String(in.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			return "refused";
		}
	}

}
