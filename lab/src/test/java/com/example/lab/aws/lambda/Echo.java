package com.example.lab.aws.lambda;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;

/** A handler that answers, fails or hangs as its event says. */
public final class Echo implements RequestHandler<Map<String, String>, Map<String, String>> {

	@Override
	public Map<String, String> handleRequest(Map<String, String> event, Context context) {
		if (event.containsKey("fail") || event.getOrDefault("Step", "").equals(System.getenv("FAILS"))) {
			throw new IllegalStateException("as requested");
		}
		if (event.containsKey("hang")) {
			try {
				new CountDownLatch(1).await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}
		return Map.of("said", event.getOrDefault("say", ""), "colour", String.valueOf(System.getenv("COLOUR")),
				"memory", Integer.toString(context.getMemoryLimitInMB()), "process",
				Long.toString(ProcessHandle.current().pid()));
	}

	/**
	 * A zip as the CDK makes it of a folder: the class, and what it needs in {@code lib}.
	 */
	public static Path zip(Path file) throws IOException {
		Path library = Path
			.of(new File(Context.class.getProtectionDomain().getCodeSource().getLocation().getPath()).getPath());
		String name = Echo.class.getName().replace('.', '/') + ".class";
		try (OutputStream out = Files.newOutputStream(file);
				ZipOutputStream zip = new ZipOutputStream(out);
				InputStream type = Objects.requireNonNull(Echo.class.getClassLoader().getResourceAsStream(name))) {
			zip.putNextEntry(new ZipEntry(name));
			type.transferTo(zip);
			zip.putNextEntry(new ZipEntry("lib/core.jar"));
			Files.copy(library, zip);
		}
		return file;
	}

}
