using Dirac.Hosting.Rpc.Binding;
using Dirac.Model.Errors;
using Dirac.Wire.Values;

namespace Dirac.Workload.Rpc.Arguments;

/// <summary>One job, as a number or as a text.</summary>
internal sealed record JobId(long Id) : IRpcArgument<JobId>
{
    public static string Expected => PythonTypes.Job;

    /// <exception cref="DiracException">BadRequest: the text is no number.</exception>
    public static bool TryRead(WireValue value, out JobId argument)
    {
        var fits = value.Kind is WireKind.Whole or WireKind.Truth or WireKind.Text;
        argument = new JobId(fits ? JobIds.Number(value) : 0);
        return fits;
    }
}
