package com.example.lab.aws.elasticache;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import javax.net.ssl.SSLContext;

/**
 * One command of the lab to a server, on a connection of its own.
 *
 * @see <a href="https://valkey.io/topics/protocol/">The protocol</a>
 */
final class RedisCommand {

	/**
	 * A server that becomes a replica may wait for its primary for 5 s, and answers
	 * nothing meanwhile.
	 */
	private static final int TIMEOUT_MILLIS = 15_000;

	private RedisCommand() {
	}

	/**
	 * Signs in and runs a command.
	 * @return its reply as text; the elements of a list are lines
	 * @throws IOException if the server does not respond or refuses the command
	 */
	static String run(InetSocketAddress server, SSLContext tls, String user, String password, String... command)
			throws IOException {
		try (Socket plain = new Socket()) {
			plain.connect(server, TIMEOUT_MILLIS);
			plain.setSoTimeout(TIMEOUT_MILLIS);
			try (Socket socket = tls.getSocketFactory()
				.createSocket(plain, server.getHostString(), server.getPort(), true)) {
				InputStream in = new BufferedInputStream(socket.getInputStream());
				send(socket, "AUTH", user, password);
				read(in);
				send(socket, command);
				return read(in);
			}
		}
	}

	private static void send(Socket socket, String... words) throws IOException {
		ByteArrayOutputStream request = new ByteArrayOutputStream();
		request.writeBytes(bytes("*%d\r\n".formatted(words.length)));
		for (String word : words) {
			request.writeBytes(bytes("$%d\r\n%s\r\n".formatted(bytes(word).length, word)));
		}
		socket.getOutputStream().write(request.toByteArray());
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private static String read(InputStream in) throws IOException {
		String line = line(in);
		String rest = line.substring(1);
		return switch (line.charAt(0)) {
			case '+', ':' -> rest;
			case '-' -> throw new IOException(rest);
			case '$' -> text(in, Integer.parseInt(rest));
			case '*' -> list(in, Integer.parseInt(rest));
			default -> throw new IOException("not a reply: " + line);
		};
	}

	private static String text(InputStream in, int length) throws IOException {
		if (length < 0) {
			return "";
		}
		byte[] content = in.readNBytes(length);
		line(in);
		return new String(content, StandardCharsets.UTF_8);
	}

	private static String list(InputStream in, int size) throws IOException {
		List<String> elements = new ArrayList<>();
		for (int i = 0; i < size; i++) {
			elements.add(read(in));
		}
		return String.join("\n", elements);
	}

	private static String line(InputStream in) throws IOException {
		ByteArrayOutputStream line = new ByteArrayOutputStream();
		for (int read = in.read(); read != '\n'; read = in.read()) {
			if (read < 0) {
				throw new EOFException("the connection was closed");
			}
			line.write(read);
		}
		return line.toString(StandardCharsets.UTF_8).stripTrailing();
	}

}
