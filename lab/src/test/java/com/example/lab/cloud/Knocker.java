package com.example.lab.cloud;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/**
 * A server in a jar of its own that connects to {@code DATABASE} for each of its clients
 * and sends them the results.
 */
public final class Knocker {

	/**
	 * See <a href=
	 * "https://www.postgresql.org/docs/17/protocol-message-formats.html">SSLRequest</a>.
	 */
	private static final byte[] TLS_WANTED = ByteBuffer.allocate(8).putInt(8).putInt(80877103).array();

	private Knocker() {
	}

	public static void main(String[] args) throws IOException {
		try (ServerSocket server = new ServerSocket(Integer.parseInt(System.getenv("SERVER_PORT")), 50,
				InetAddress.getByName(System.getenv("SERVER_ADDRESS")))) {
			while (true) {
				try (Socket socket = server.accept(); OutputStream out = socket.getOutputStream()) {
					out.write(knock(System.getenv("DATABASE")).getBytes(StandardCharsets.UTF_8));
				}
			}
		}
	}

	/**
	 * The response of a PostgreSQL server to a request for TLS: {@code S}, or
	 * {@code refused}.
	 */
	static String knock(String address) {
		String[] parts = address.split(":");
		try (Socket socket = new Socket(parts[0], Integer.parseInt(parts[1]));
				InputStream in = socket.getInputStream()) {
			socket.getOutputStream().write(TLS_WANTED);
			int answer = in.read();
			return (answer < 0) ? "refused" : Character.toString(answer);
		}
		catch (IOException ex) {
			return "refused";
		}
	}

	static Path jar(Path file) throws IOException {
		Manifest manifest = new Manifest();
		manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
		manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, Knocker.class.getName());
		String entry = Knocker.class.getName().replace('.', '/') + ".class";
		try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file), manifest);
				InputStream in = Objects.requireNonNull(Knocker.class.getClassLoader().getResourceAsStream(entry))) {
			jar.putNextEntry(new JarEntry(entry));
			in.transferTo(jar);
		}
		return file;
	}

}
