using Dirac.Workload.Tests.Support;

namespace Dirac.Workload.Tests.Model;

/// <summary>Somebody who uses the server.</summary>
internal sealed record ModelUser(string Name, string Group, string Vo, bool IsAdministrator, bool Shares, Session Session)
{
    public bool MaySubmit => !IsAdministrator;

    /// <summary>Whether it may do with this job what owners may (domain rules 8.3).</summary>
    public bool MayChange(ModelJob job) => Vo == job.Vo && (IsAdministrator || Name == job.Owner || (Shares && Group == job.OwnerGroup));
}
