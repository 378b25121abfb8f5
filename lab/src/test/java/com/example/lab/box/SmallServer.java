package com.example.lab.box;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/**
 * A program for boxes in tests, in a jar of its own: returns its environment, arguments
 * and heap to each client, counts its starts in {@code STARTS}, ends at once with the
 * code in {@code EXIT}.
 */
public final class SmallServer {

	private SmallServer() {
	}

	public static void main(String[] args) throws IOException {
		String starts = System.getenv("STARTS");
		if (starts != null) {
			Files.writeString(Path.of(starts), "start\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
		}
		String exit = System.getenv("EXIT");
		if (exit != null) {
			System.exit(Integer.parseInt(exit));
		}
		int port = Integer.parseInt(System.getenv("SERVER_PORT"));
		try (ServerSocket server = new ServerSocket(port, 50, InetAddress.getByName(System.getenv("SERVER_ADDRESS")))) {
			while (true) {
				try (Socket socket = server.accept(); OutputStream out = socket.getOutputStream()) {
					out.write("%s %s %s heap=%d"
						.formatted(System.getenv(), String.join(" ", args), System.getProperty("log"),
								Runtime.getRuntime().maxMemory())
						.getBytes(StandardCharsets.UTF_8));
				}
			}
		}
	}

	/**
	 * Writes the jar.
	 */
	public static Path jar(Path file) throws IOException {
		Manifest manifest = new Manifest();
		manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
		manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, SmallServer.class.getName());
		String entry = SmallServer.class.getName().replace('.', '/') + ".class";
		try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file), manifest);
				var in = SmallServer.class.getClassLoader().getResourceAsStream(entry)) {
			jar.putNextEntry(new JarEntry(entry));
			if (in == null) {
				throw new IOException(entry + " is not on the class path");
			}
			in.transferTo(jar);
		}
		return file;
	}

}
