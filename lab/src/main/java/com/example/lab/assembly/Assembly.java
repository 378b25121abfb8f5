package com.example.lab.assembly;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A CDK cloud assembly: the folder that a synthesis leaves.
 *
 * @param folder the folder
 * @param stacks its stacks, each after those that it depends on
 * @see <a href="https://docs.aws.amazon.com/cdk/v2/guide/deploy.html">the CDK's
 * deployment guide</a>
 */
public record Assembly(Path folder, List<StackTemplate> stacks) {

	/**
	 * Reads an assembly.
	 * @param folder the folder with {@code manifest.json}
	 * @return the assembly
	 * @throws IllegalArgumentException if the folder holds none, a part of it is damaged,
	 * or it has what the lab does not run: a nested assembly, or a context lookup whose
	 * answer is missing
	 */
	public static Assembly read(Path folder) {
		if (!Files.isRegularFile(folder.resolve("manifest.json"))) {
			throw new IllegalArgumentException("There is no CDK assembly in " + folder);
		}
		return new Assembly(folder, new AssemblyReader(folder).stacks());
	}

	/**
	 * All resources.
	 * @return stack by stack, in template order
	 */
	public Stream<Resource> resources() {
		return this.stacks.stream().flatMap((stack) -> stack.resources().stream());
	}

}
