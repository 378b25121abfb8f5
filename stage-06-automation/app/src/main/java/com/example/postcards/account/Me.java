package com.example.postcards.account;

record Me(String handle, String email) {

	static Me of(Account account) {
		return new Me(account.handle(), account.email());
	}

}
