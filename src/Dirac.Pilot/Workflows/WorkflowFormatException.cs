namespace Dirac.Pilot.Workflows;

/// <summary>The workflow breaks a rule; what breaks it is said in words that follow a place.</summary>
internal sealed class WorkflowFormatException(string message) : Exception(message);
