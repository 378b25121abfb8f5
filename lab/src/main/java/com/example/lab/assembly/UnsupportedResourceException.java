package com.example.lab.assembly;

import java.util.List;
import java.util.stream.Collectors;

/** A template has resources that nothing on this computer runs. */
public class UnsupportedResourceException extends RuntimeException {

	UnsupportedResourceException(List<Resource> resources) {
		super(resources.stream()
			.map((resource) -> "Nothing here runs %s (construct %s).".formatted(resource.type(), resource.path()))
			.collect(Collectors.joining("\n", "",
					"\nRemove it from the CDK code, or add a stand-in for it, or a line in the table of "
							+ "inert types: lab/README.md shows where.")));
	}

}
