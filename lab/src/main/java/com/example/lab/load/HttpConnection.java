package com.example.lab.load;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.Callable;

/**
 * One connection that is kept alive and on which the same GET is sent again and again,
 * for a {@link ClosedLoop} on plain HTTP. It costs next to nothing, so that what is
 * measured on one computer is the server.
 */
public final class HttpConnection implements Callable<Integer>, AutoCloseable {

	private static final String OK = "HTTP/1.1 200";

	private final URI uri;

	private final byte[] request;

	private Socket socket;

	private InputStream in;

	/**
	 * Opens the connection.
	 * @param request a GET
	 * @throws IOException if nothing listens
	 */
	public HttpConnection(HttpRequest request) throws IOException {
		this.uri = request.uri();
		StringBuilder text = new StringBuilder();
		text.append("GET %s HTTP/1.1\r\nHost: %s\r\n".formatted(this.uri.getRawPath(), this.uri.getAuthority()));
		request.headers().map().forEach((name, values) -> text.append("%s: %s\r\n".formatted(name, values.get(0))));
		this.request = text.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
		this.socket = connect();
		this.in = new BufferedInputStream(this.socket.getInputStream());
	}

	/**
	 * Sends the request and reads the answer. Connects again when the server closes the
	 * connection with its answer, as many do after a hundred.
	 * @return the bytes of its body
	 * @throws IOException if the answer is not 200
	 */
	@Override
	public Integer call() throws IOException {
		this.socket.getOutputStream().write(this.request);
		String status = line();
		if (!status.startsWith(OK)) {
			throw new IOException("The answer is " + status);
		}
		int length = -1;
		boolean last = false;
		for (String header = line().toLowerCase(Locale.ROOT); !header.isEmpty(); header = line()
			.toLowerCase(Locale.ROOT)) {
			if (header.startsWith("content-length:")) {
				length = Integer.parseInt(header.substring(15).strip());
			}
			last |= header.equals("connection: close");
		}
		int bytes = (length >= 0) ? skip(length) : chunks();
		if (last) {
			close();
			this.socket = connect();
			this.in = new BufferedInputStream(this.socket.getInputStream());
		}
		return bytes;
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

	private Socket connect() throws IOException {
		Socket connected = new Socket(this.uri.getHost(), this.uri.getPort());
		connected.setTcpNoDelay(true);
		return connected;
	}

	private int chunks() throws IOException {
		int sum = 0;
		int length;
		do {
			length = Integer.parseInt(line(), 16);
			sum += skip(length);
			line();
		}
		while (length > 0);
		return sum;
	}

	private int skip(int bytes) throws IOException {
		this.in.skipNBytes(bytes);
		return bytes;
	}

	private String line() throws IOException {
		StringBuilder line = new StringBuilder();
		for (int read = this.in.read(); read != '\n'; read = this.in.read()) {
			if (read < 0) {
				throw new EOFException("The connection was closed");
			}
			if (read != '\r') {
				line.append((char) read);
			}
		}
		return line.toString();
	}

}
