package com.example.lab.aws.cloudfront;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

import javax.net.ssl.SSLContext;

import com.example.lab.standin.Clients;

/** An edge location with its ports, in front of an origin with a port. */
final class ServedEdge implements AutoCloseable {

	final RawOrigin origin = new RawOrigin();

	private final OriginClient client = new OriginClient(new Clients(), ServedEdge::context);

	final EdgeLocation location = new EdgeLocation("LAB50-P1", 0, 0);

	ServedEdge(TestEdge described) throws IOException {
		DistributionSettings settings = described.settings();
		OriginSender sender = (origin, request, host) -> this.client.send(
				new Endpoint(this.origin.address(), false, (host != null) ? host : origin.domain(), null), request,
				origin);
		this.location.start((each) -> new Edge(() -> settings, each.cache(), sender, new Compression((body) -> body),
				new EdgeFunctions((arn) -> Optional.empty(), "E1"), (location, request, answer, time) -> {
				}, each.name()), ServedEdge::context);
	}

	private static SSLContext context() {
		try {
			return SSLContext.getDefault();
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Sends bytes to the port that counts as HTTPS, and reads until it is closed.
	 * @return empty if there was no answer
	 */
	String send(String message) throws IOException {
		return send(this.location.open().number(), message);
	}

	static String send(int port, String message) throws IOException {
		try (Socket socket = new Socket(EdgePort.HOST, port)) {
			socket.setSoTimeout(30_000);
			try {
				socket.getOutputStream().write(message.getBytes(StandardCharsets.ISO_8859_1));
				// A body that is announced does not come.
				socket.shutdownOutput();
			}
			catch (IOException ex) {
				// It does not want the rest.
			}
			return read(socket);
		}
		catch (SocketTimeoutException ex) {
			throw new AssertionError("no answer in time to " + message, ex);
		}
	}

	private static String read(Socket socket) throws IOException {
		StringBuilder answer = new StringBuilder();
		byte[] buffer = new byte[8_192];
		try {
			for (int n = socket.getInputStream().read(buffer); n >= 0; n = socket.getInputStream().read(buffer)) {
				answer.append(new String(buffer, 0, n, StandardCharsets.ISO_8859_1));
			}
		}
		catch (SocketException ex) {
			// Closed with data that was not read.
		}
		return answer.toString();
	}

	/** A plain GET. */
	String get(String target, String... header) throws IOException {
		return send("GET %s HTTP/1.1\r\nHost: edge.example\r\n%sConnection: close\r\n\r\n".formatted(target,
				(header.length > 0) ? String.join("\r\n", header) + "\r\n" : ""));
	}

	static int status(String answer) {
		return answer.isEmpty() ? 0 : Integer.parseInt(answer.split(" ", 3)[1]);
	}

	static String body(String answer) {
		return answer.substring(answer.indexOf("\r\n\r\n") + 4);
	}

	@Override
	public void close() throws IOException {
		this.location.close();
		this.client.close();
		this.origin.close();
	}

}
