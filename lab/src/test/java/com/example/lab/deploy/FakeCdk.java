package com.example.lab.deploy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

import com.example.lab.process.CachedFolder;

/** Stands for the CDK's command line: a script of a test, where the real one would be. */
public final class FakeCdk {

	private FakeCdk() {
	}

	/**
	 * Puts it there.
	 * @param cache where programs are kept
	 * @param script what it does, in JavaScript
	 */
	public static void in(Path cache, String script) throws IOException {
		try (InputStream in = Objects.requireNonNull(CdkCli.class.getResourceAsStream("package-lock.json"))) {
			String recipe = new String(in.readAllBytes(), StandardCharsets.UTF_8);
			CachedFolder.of(cache.resolve("aws-cdk-" + Integer.toHexString(recipe.hashCode())),
					(folder) -> Files.writeString(
							Files.createDirectories(folder.resolve("node_modules/aws-cdk/bin")).resolve("cdk"),
							script));
		}
	}

}
