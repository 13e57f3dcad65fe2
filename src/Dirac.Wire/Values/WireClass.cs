namespace Dirac.Wire.Values;

/// <summary>The name of a Python class whose objects may travel in JEncode.</summary>
/// <param name="Module">The module as Python names it, for example <c>DIRAC.RequestManagementSystem.Client.Request</c>.</param>
/// <param name="Name">The class, for example <c>Request</c>.</param>
public readonly record struct WireClass(string Module, string Name)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Module}.{Name}";
}
