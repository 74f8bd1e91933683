"""Use cases, named for what a person does. Each names its action and kind of compartment through the desk."""
