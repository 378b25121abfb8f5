package com.example.lab.stage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A checkout with one stage whose Maven wrapper is a script of the test. */
public final class FakeWorkshop {

	private FakeWorkshop() {
	}

	/**
	 * Makes a checkout.
	 * @param root its folder
	 * @param mvnw what its Maven wrapper does, in the shell's language
	 * @return its stage
	 */
	public static StageFolder in(Path root, String mvnw) throws IOException {
		StageFolder stage = new StageFolder(new Workshop(root), root.resolve("stage-01-one"));
		for (String module : new String[] { "app", "infra" }) {
			Files.createDirectories(stage.folder().resolve(module).resolve("target/classes"));
			write(stage.folder().resolve(module).resolve("src/main/java/Main.java"), "class Main {}");
			write(stage.folder().resolve(module).resolve("pom.xml"), "<project/>");
		}
		write(stage.folder().resolve("app/pom.xml"),
				"<project><finalName>postcards</finalName><artifactId>spring-boot-maven-plugin</artifactId></project>");
		write(stage.infra().resolve("cdk.json"),
				"""
						{"app": "mvn -q exec:java -Dexec.mainClass=com.example.lab.stage.FakeCdkApp", "context": {"key": "value"}}""");
		write(stage.folder().resolve("pom.xml"), "<project/>");
		write(root.resolve("pom.xml"), "<project/>");
		write(root.resolve("workshop"), "");
		Files.createDirectories(root.resolve("lab"));
		if (!write(root.resolve("mvnw"), "#!/bin/sh\n" + mvnw).toFile().setExecutable(true)) {
			throw new IOException("Cannot make the wrapper executable");
		}
		return stage;
	}

	static Path write(Path file, String text) throws IOException {
		Path folder = file.getParent();
		if (folder != null) {
			Files.createDirectories(folder);
		}
		return Files.writeString(file, text);
	}

}
