/** What must hold of each stage's template, deployment and list of changes. */
@NullMarked
package com.example.contract.stage;

import org.jspecify.annotations.NullMarked;
