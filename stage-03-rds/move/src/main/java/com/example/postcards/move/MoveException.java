package com.example.postcards.move;

/** A move that did not come about. The message is for a person. */
class MoveException extends RuntimeException {

	MoveException(String message) {
		super(message);
	}

}
