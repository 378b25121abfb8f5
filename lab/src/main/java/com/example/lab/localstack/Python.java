package com.example.lab.localstack;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import com.example.lab.process.Folders;
import org.jspecify.annotations.Nullable;

/**
 * The Python that LocalStack can be installed with.
 *
 * @param program the interpreter, null if there is none that fits
 * @param finding one line for a person: its version and place, or what is wrong
 */
public record Python(@Nullable Path program, String finding) {

	private static final List<String> NAMES = List.of("python3", "python", "python3.13", "python3.12", "python3.11",
			"python3.10", "python3.9", "py");

	private static final String QUESTION = """
			import sys
			print(sys.version_info[0], sys.version_info[1], sys.version_info[2], sys.executable, sep='\\n')
			import ensurepip, venv
			print('complete')
			""";

	/**
	 * Looks on the PATH for a Python from 3.9 to 3.13 that can make virtual environments.
	 * @return the first that fits, or why none does
	 */
	public static Python find() {
		return find(System.getenv().getOrDefault("PATH", ""));
	}

	static Python find(String path) {
		Set<String> unfit = new LinkedHashSet<>();
		for (String name : NAMES) {
			for (Path program : onPath(name, path)) {
				Python python = ask(program);
				if (python.program != null) {
					return python;
				}
				unfit.add(python.finding);
			}
		}
		return new Python(null, unfit.isEmpty() ? "no python3 on the PATH" : String.join("; ", unfit));
	}

	/**
	 * Makes a virtual environment, as the installation of LocalStack will.
	 * @return the words of Python if that fails; empty if it does not
	 */
	public String tryEnvironment() {
		if (this.program == null) {
			return this.finding;
		}
		try {
			Path folder = Files.createTempDirectory("doctor");
			Process process = new ProcessBuilder(this.program.toString(), "-I", "-m", "venv", "--without-pip",
					folder.toString())
				.redirectErrorStream(true)
				.start();
			process.getOutputStream().close();
			String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			int code = process.waitFor();
			Folders.delete(folder);
			return (code == 0) ? "" : said.strip();
		}
		catch (IOException ex) {
			return String.valueOf(ex.getMessage());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return "the trial was interrupted";
		}
	}

	private static List<Path> onPath(String name, String path) {
		List<Path> programs = new ArrayList<>();
		Arrays.stream(path.split(File.pathSeparator)).filter((folder) -> !folder.isBlank()).forEach((folder) -> {
			programs.add(Path.of(folder, name));
			programs.add(Path.of(folder, name + ".exe"));
		});
		return programs.stream()
			.filter((program) -> Files.isRegularFile(program) && Files.isExecutable(program))
			.toList();
	}

	private static Python ask(Path program) {
		try {
			Process process = new ProcessBuilder(program.toString(), "-I", "-c", QUESTION)
				.redirectError(ProcessBuilder.Redirect.DISCARD)
				.start();
			process.getOutputStream().close();
			if (!process.waitFor(10, TimeUnit.SECONDS)) {
				process.destroyForcibly();
				return new Python(null, program + " does not answer");
			}
			return judge(program, new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			return new Python(null, "%s cannot be run (%s)".formatted(program, ex.getMessage()));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return new Python(null, "the search was interrupted");
		}
	}

	private static Python judge(Path program, String answer) {
		List<String> lines = answer.lines().toList();
		if (lines.size() < 4) {
			return new Python(null, program + " is no Python 3");
		}
		String found = "Python %s.%s.%s at %s".formatted(lines.get(0), lines.get(1), lines.get(2), lines.get(3));
		int minor = Integer.parseInt(lines.get(1));
		if (!lines.get(0).equals("3") || minor < 9 || minor > 13) {
			return new Python(null, found);
		}
		if (lines.size() < 5) {
			return new Python(null, found + " without venv (Debian and Ubuntu: sudo apt install python3-venv)");
		}
		return new Python(Path.of(lines.get(3)), found);
	}

}
