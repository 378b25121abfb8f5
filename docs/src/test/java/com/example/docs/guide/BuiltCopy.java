package com.example.docs.guide;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import com.example.lab.process.Folders;
import com.example.lab.stage.StageFolder;
import com.example.lab.stage.Workshop;

/**
 * A copy of the repository for a reader who has already started all stages: it has what
 * Maven built for the tests, and shares what the lab keeps for later runs.
 */
final class BuiltCopy {

	/** What the lab runs of a module, below its {@code target}. */
	private static final List<String> PRODUCTS = List.of("postcards.jar", "move.jar", "function", "classes",
			"classpath.txt");

	private BuiltCopy() {
	}

	/**
	 * Makes a copy.
	 * @param root the top folder of the repository, built
	 * @param copy where the copy goes; must not exist
	 */
	static void make(Path root, Path copy) throws IOException, InterruptedException {
		FreshCopy.make(root, copy);
		Files.createSymbolicLink(copy.resolve(".workshop/cache"),
				Files.createDirectories(root.resolve(".workshop/cache")));
		for (StageFolder stage : new Workshop(copy).stages()) {
			for (String module : stage.allModules()) {
				copyProducts(root.resolve(stage.name()).resolve(module), stage.folder().resolve(module));
				stage.remember(module, stage.fingerprint(module));
			}
		}
		copyProducts(root.resolve("rotation"), copy.resolve("rotation"));
		copyCommandLine(root, copy.resolve(".workshop/command-line"));
	}

	private static void copyProducts(Path from, Path to) throws IOException {
		for (String product : PRODUCTS) {
			Path built = from.resolve("target").resolve(product);
			Path copied = Files.createDirectories(to.resolve("target")).resolve(product);
			if (Files.isDirectory(built)) {
				Folders.copy(built, copied);
			}
			else if (Files.exists(built)) {
				Files.copy(built, copied);
			}
		}
	}

	/**
	 * As the script {@code workshop} leaves it: newer than all sources.
	 */
	private static void copyCommandLine(Path root, Path folder) throws IOException {
		Files.createDirectories(folder);
		for (String module : List.of("lab", "contract")) {
			Path target = root.resolve(module).resolve("target");
			Files.copy(target.resolve("classpath.txt"), folder.resolve(module + ".jar.libraries"));
			Files.copy(target.resolve(module + ".jar"), folder.resolve(module + ".jar"));
		}
	}

}
