package com.example.docs.architecture;

import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

import com.example.docs.architecture.Icon.Role;
import com.example.lab.assembly.Resource;

/** Short names for drawn resources. */
final class Labels {

	private final List<Resource> drawn;

	Labels(List<Resource> drawn) {
		this.drawn = drawn;
	}

	/**
	 * The construct that a resource is alone in, or the only server of; else its path
	 * below it, if no other ends so; else its whole path.
	 * @return such as {@code Box} for {@code Box/Instance}
	 */
	String of(Resource resource) {
		String name = resource.name();
		String construct = construct(resource);
		if (count((other) -> construct(other).equals(construct)
				&& (!isServer(resource) || isServer(other) || other.name().equals(construct))) == 1) {
			return construct;
		}
		String below = name.substring(name.indexOf('/') + 1);
		boolean unique = count((other) -> ("/" + other.name()).endsWith("/" + below)) == 1;
		return (unique && !isServer(resource)) ? below : name;
	}

	private long count(Predicate<Resource> wanted) {
		return this.drawn.stream().filter(wanted).count();
	}

	private static String construct(Resource resource) {
		return resource.name().split("/", 2)[0];
	}

	private static boolean isServer(Resource resource) {
		return Objects.requireNonNull(Icons.of(resource)).role() == Role.SERVER;
	}

}
