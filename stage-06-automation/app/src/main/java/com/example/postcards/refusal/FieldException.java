package com.example.postcards.refusal;

/**
 * Refuses a request because of one of its fields.
 */
public class FieldException extends RefusedException {

	private final String field;

	private final String problem;

	/**
	 * Makes the exception.
	 * @param reason the kind of refusal
	 * @param field the name of the field as the client knows it
	 * @param problem what is wrong, to be read after the field's name
	 */
	public FieldException(Reason reason, String field, String problem) {
		super(reason, field + " " + problem);
		this.field = field;
		this.problem = problem;
	}

	/**
	 * The name of the field.
	 * @return the field
	 */
	public String field() {
		return this.field;
	}

	/**
	 * What is wrong with the field.
	 * @return the problem
	 */
	public String problem() {
		return this.problem;
	}

}
