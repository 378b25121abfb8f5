package com.example.lab.localstack;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;

/**
 * DynamoDB Local in the place where LocalStack would put its own download. The jars stay
 * in Maven's repository: a jar with a manifest and a main method names them.
 */
final class DynamoDbSeed {

	private final Path classpath;

	/**
	 * A seed from a class path that Maven has written.
	 * @param classpath the file; without it nothing is seeded
	 */
	DynamoDbSeed(Path classpath) {
		this.classpath = classpath;
	}

	void plant(Path home) throws IOException {
		if (!Files.exists(this.classpath)) {
			return;
		}
		List<Path> libraries = Arrays.stream(Files.readString(this.classpath).strip().split(File.pathSeparator))
			.map(Path::of)
			.toList();
		Path lib = home.resolve("var/lib/localstack/lib");
		Path dynamoDb = lib.resolve("dynamodb-local/2");
		Path natives = Files.createDirectories(dynamoDb.resolve("DynamoDBLocal_lib"));
		for (Path library : libraries) {
			if (!isJar(library)) {
				link(natives.resolve(library.getFileName()), library);
			}
		}
		String jars = libraries.stream()
			.filter(DynamoDbSeed::isJar)
			.map((jar) -> jar.toUri().toString())
			.collect(Collectors.joining(" "));
		jar(dynamoDb.resolve("DynamoDBLocal.jar"),
				Map.of("Main-Class", DynamoDbMain.class.getName(), "Class-Path", jars), DynamoDbMain.class);
		jar(dynamoDb.resolve("ddb-local-loader-0.1.jar"), Map.of("Premain-Class", EndWithParent.class.getName()),
				EndWithParent.class);
		boolean mac = System.getProperty("os.name").startsWith("Mac");
		link(lib.resolve(mac ? "java/21/Contents/Home" : "java/21"), Path.of(System.getProperty("java.home")));
	}

	private static boolean isJar(Path file) {
		return file.toString().endsWith(".jar");
	}

	private static void link(Path link, Path target) throws IOException {
		Files.createDirectories(Objects.requireNonNull(link.getParent()));
		Files.deleteIfExists(link);
		Files.createSymbolicLink(link, target);
	}

	private static void jar(Path file, Map<String, String> attributes, Class<?>... classes) throws IOException {
		Manifest manifest = new Manifest();
		manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
		attributes.forEach(manifest.getMainAttributes()::putValue);
		try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(file), manifest)) {
			for (Class<?> type : classes) {
				String name = type.getName().replace('.', '/') + ".class";
				out.putNextEntry(new ZipEntry(name));
				try (InputStream in = Objects.requireNonNull(type.getResourceAsStream("/" + name))) {
					in.transferTo(out);
				}
			}
		}
	}

}
