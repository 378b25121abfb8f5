package com.example.lab.cloud;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;

/** A function that does what {@link Knocker} does. */
public final class KnockFunction implements RequestHandler<Map<String, String>, Map<String, String>> {

	@Override
	public Map<String, String> handleRequest(Map<String, String> event, Context context) {
		return Map.of("heard", Knocker.knock(System.getenv("DATABASE")));
	}

	static Path zip(Path file) throws Exception {
		Path library = Path.of(Context.class.getProtectionDomain().getCodeSource().getLocation().toURI());
		try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
			add(zip, KnockFunction.class);
			add(zip, Knocker.class);
			zip.putNextEntry(new ZipEntry("lib/core.jar"));
			Files.copy(library, zip);
		}
		return file;
	}

	private static void add(ZipOutputStream zip, Class<?> type) throws IOException {
		String name = type.getName().replace('.', '/') + ".class";
		try (InputStream in = Objects.requireNonNull(type.getClassLoader().getResourceAsStream(name))) {
			zip.putNextEntry(new ZipEntry(name));
			in.transferTo(zip);
		}
	}

}
