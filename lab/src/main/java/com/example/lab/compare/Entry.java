package com.example.lab.compare;

import java.util.List;

import com.github.difflib.DiffUtils;
import com.github.difflib.patch.AbstractDelta;

/**
 * A difference to read: one file, or one resource of a template.
 *
 * @param heading what it stands under
 * @param kind new, gone, changed, or renamed with the old name
 * @param name path of the file, or construct path of the resource
 * @param why the reason, or the resource's type
 * @param note why there are no lines to compare; empty if there are
 * @param before its lines in the stage before
 * @param after its lines in the stage
 */
public record Entry(String heading, String kind, String name, String why, String note, List<String> before,
		List<String> after) {

	/**
	 * How many lines are only in the stage.
	 * @return 0 or more
	 */
	public int added() {
		return deltas().stream().mapToInt((delta) -> delta.getTarget().size()).sum();
	}

	/**
	 * How many lines are only in the stage before.
	 * @return 0 or more
	 */
	public int removed() {
		return deltas().stream().mapToInt((delta) -> delta.getSource().size()).sum();
	}

	private List<AbstractDelta<String>> deltas() {
		return DiffUtils.diff(this.before, this.after).getDeltas();
	}

}
