package com.example.lab.cli;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code open}: opens a stage in the browser. */
@Command(name = "open", mixinStandardHelpOptions = true, description = "Opens a running stage in the browser.")
final class OpenCommand implements Callable<Integer> {

	@Mixin
	private StageArgument argument = new StageArgument();

	@Override
	public Integer call() {
		String url = ControlClient.of(this.argument.stage).status().url();
		String system = System.getProperty("os.name");
		List<String> opener = system.startsWith("Windows") ? List.of("rundll32", "url.dll,FileProtocolHandler")
				: List.of(system.startsWith("Mac") ? "open" : "xdg-open");
		try {
			new ProcessBuilder(Stream.concat(opener.stream(), Stream.of(url)).toList())
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.redirectError(ProcessBuilder.Redirect.DISCARD)
				.start();
			System.out.println(url);
		}
		catch (IOException ex) {
			System.out.println("Cannot open a browser. Open this address yourself: " + url);
		}
		return 0;
	}

}
