package com.example.docs.architecture;

import com.example.docs.architecture.Icon.Role;
import com.example.lab.assembly.Resource;
import org.jspecify.annotations.Nullable;

/**
 * A resource in the picture.
 *
 * @param alias its name in PlantUML
 * @param label its name for people
 * @param resource the resource
 * @param icon how it is drawn
 * @param network the logical id of the VPC it runs in, if any
 * @param zone the title of the Availability Zone it runs in, if it is in one
 */
record Part(String alias, String label, Resource resource, Icon icon, @Nullable String network, @Nullable String zone) {

	boolean is(Role role) {
		return this.icon.role() == role;
	}

	/**
	 * Its icon with two lines below.
	 */
	String draw() {
		return "rectangle \"%s\\n<b>%s</b>\\n<size:12>%s</size>\" <<part>> as %s\n".formatted(this.icon.image(),
				escape(this.label), escape(this.icon.service()), this.alias);
	}

	/**
	 * The text with each character that PlantUML could take for its own as its number.
	 */
	static String escape(String text) {
		StringBuilder escaped = new StringBuilder();
		text.codePoints().forEach((character) -> {
			if (Character.isLetterOrDigit(character) || " ,/".indexOf(character) >= 0) {
				escaped.appendCodePoint(character);
			}
			else {
				escaped.append("<U+%04X>".formatted(character));
			}
		});
		return escaped.toString();
	}

}
